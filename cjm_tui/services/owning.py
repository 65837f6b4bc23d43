"""Ownership changed for many touchpoints at once, and the last change taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cjm_tui.domain import tenure
from cjm_tui.domain.change_log import Entry
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import today
from cjm_tui.services.edits import refuse_readonly
from cjm_tui.services.journey_map import all_touchpoints
from cjm_tui.services.names import named
from cjm_tui.services.owner_forms import change_owner, owned_by
from cjm_tui.services.known_parties import all_parties, party_named
from cjm_tui.store import accountability
from cjm_tui.store.database import Database
from cjm_tui.store.session import Reader
from cjm_tui.store.undo_edit import LogEntry, undo_edit

_WAIT_S = 5.0
NOUNS = ("accountability", "party", "stage_department")


@dataclass(frozen=True, slots=True)
class Owned:
    """What became of the ownership of some touchpoints."""

    touchpoints: tuple[str, ...]  # names
    words: str


def confirm(database: Database, touchpoints: Sequence[str], why: str = "") -> Owned:
    """Confirm whoever is accountable today at the touchpoints, by their ids.

    Those without an owner, and those confirmed today already, are passed over.
    """
    refuse_readonly(database)
    with database.write(wait=_WAIT_S) as writer:
        day = today(writer)
        done = []
        for here in touchpoints:
            before = accountability.spells(writer, here, "A")
            if accountability.keep(writer, here, "A", tenure.confirmed(before, day), why):
                done.append(here)
        names = _names(writer, done)
    many = f"{len(names)} touchpoints" if len(names) != 1 else names[0]
    return Owned(names, f"confirmed: {many}" if names else "nothing was left to confirm")


def hand_over(
    database: Database,
    giver: str,
    taker: str,
    touchpoints: Sequence[str] = (),
    day: date | None = None,
    why: str = "",
) -> Owned:
    """Make one party accountable in another's place: at all of its touchpoints, or at these.

    Raises UsageError where the giver answers for none of them, and without a reason.
    """
    _refuse_without(why, "Handing over")
    refuse_readonly(database)
    with database.write(wait=_WAIT_S) as writer:
        parties = all_parties(writer)
        one, other = party_named(giver, parties), party_named(taker, parties)
        _refuse_left(other.name, other.state)
        owned = owned_by(writer, one)
        places = all_touchpoints(writer)
        wanted = [named(text, places).touchpoint_id for text in touchpoints] or list(owned)
        if strangers := [here for here in wanted if here not in owned]:
            raise UsageError(
                f"{one.name} does not answer for {', '.join(_names(writer, strangers))}."
            )
        if not wanted:
            raise UsageError(
                f"{one.name} answers for nothing.", hint="`cjm owners` has the ledger."
            )
        for here in wanted:
            change_owner(writer, here, other.party_id, day or today(writer), why)
        names = _names(writer, wanted)
    return Owned(names, f"{one.name} → {other.name}: {', '.join(names)}")


def _refuse_without(why: str, does: str) -> None:
    if not why.strip():
        raise UsageError(f"{does} needs a reason.", hint="Say it with --why.")


def _refuse_left(name: str, state: str) -> None:
    if state == "left":
        raise UsageError(f"{name} has left.", hint="`cjm owners party NAME state=active` says no.")


def undo(database: Database, nouns: Sequence[str] = NOUNS) -> Owned:
    """Take this user's last change back, as a new entry in the log; say what it was.

    Raises UsageError where there is none, CjmError where others have changed the same since.
    """
    refuse_readonly(database)
    with database.write(wait=_WAIT_S) as writer:
        entries = undo_edit(writer, nouns)
        said = [_said(writer, entry) for entry in reversed(entries)]
    shown = "; ".join(dict.fromkeys(said[:3]))
    more = f" and {len(said) - 3} more" if len(said) > 3 else ""
    return Owned((), f"undone: {shown}{more}")


def _said(reader: Reader, entry: LogEntry) -> str:
    parts = accountability.parts_of(entry.id)
    names = _names(reader, parts[:1]) if entry.noun == "accountability" else ()
    parties = {party.party_id: party.name for party in all_parties(reader)}
    what = " · ".join([*names, *(parties.get(part, part) for part in parts[len(names) :])])
    change = Entry(
        reader.local(entry.at),
        "",
        entry.noun,
        what,
        entry.field,
        entry.old or "",
        entry.new or "",
        "",
    )
    return f"{change.subject}: {change.change}"


def _names(reader: Reader, touchpoints: Sequence[str]) -> tuple[str, ...]:
    known = {one.touchpoint_id: one.name for one in all_touchpoints(reader)}
    return tuple(known.get(here, here) for here in touchpoints)
