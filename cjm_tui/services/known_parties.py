"""Who a name means: parties by id or name, and the party behind a login name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cjm_tui.domain.form import items_of
from cjm_tui.domain.text import shown
from cjm_tui.errors import UsageError
from cjm_tui.store.session import Reader

KINDS = ("person", "team", "department")
STATES = ("active", "left")


@dataclass(frozen=True, slots=True)
class Party:
    """A party as the database has it."""

    party_id: str
    name: str
    department: str
    kind: str
    state: str
    logins: str
    left_at: datetime | None  # UTC

    @property
    def words(self) -> str:
        """Its name with what tells it from others: "S. Kaur · Contact"."""
        aside = self.department if self.department != self.name else self.kind
        left = "HAS LEFT" if self.state == "left" else ""
        return " · ".join(part for part in (self.name, aside, left) if part)

    def writes_as(self, who: str) -> bool:
        """Whether that is a name under which it writes: a login of its own, its id or its name."""
        folded = who.strip().casefold()
        names = (*items_of(self.logins), self.party_id, self.name)
        return bool(folded) and folded in (name.casefold() for name in names)


def all_parties(reader: Reader) -> tuple[Party, ...]:
    """Return all parties by department and name."""
    return tuple(Party(*row) for row in reader.query("known_parties"))


def writing_as(who: str, parties: Iterable[Party]) -> Party | None:
    """Return the party that writes under that name, None where none or several do."""
    found = [party for party in parties if party.writes_as(who)]
    return found[0] if len(found) == 1 else None


def party_named(text: str, parties: Sequence[Party]) -> Party:
    """Return the party with that id or name, or whose name alone begins so.

    Raises UsageError where nobody, or several, are meant.
    """
    found = party_meant(text, parties)
    if found is None:
        raise UsageError(
            f"There is no party {shown(text)!r}.",
            hint="`cjm owners parties` lists them; `cjm owners party new name=…` adds one.",
        )
    return found


def party_meant(text: str, parties: Sequence[Party]) -> Party | None:
    """Return the party that is meant, None for nobody; raises UsageError where several may be."""
    folded = text.strip().casefold()
    if not folded:
        return None
    for alike in (
        [p for p in parties if p.party_id == text.strip()],
        [p for p in parties if p.name == text.strip()],
        [p for p in parties if folded in (p.party_id.casefold(), p.name.casefold())],
        [p for p in parties if p.name.casefold().startswith(folded)],
    ):
        active = [party for party in alike if party.state != "left"] or alike
        if len(active) == 1:
            return active[0]
        if active:
            among = ", ".join(f"{shown(p.words)} ({shown(p.party_id)})" for p in active)
            raise UsageError(f"{shown(text)!r} may be several parties.", hint=f"{among}.")
    return None
