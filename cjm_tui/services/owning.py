"""Ownership changed for many touchpoints at once, and the last change taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cjm_tui.domain import tenure
from cjm_tui.domain.change_log import Entry
from cjm_tui.domain.owner_words import ROLE_FIELDS
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import today
from cjm_tui.services.edits import refuse_readonly
from cjm_tui.services.journey_map import all_touchpoints
from cjm_tui.services.known_parties import all_parties, party_named
from cjm_tui.services.names import named
from cjm_tui.services.owner_forms import change_owner, owned_by
from cjm_tui.store import accountability
from cjm_tui.store.database import Database
from cjm_tui.store.session import Reader
from cjm_tui.store.undo_edit import LogEntry, undo_edit

_WAIT_S = 5.0
_SAID = 3  # changes
NOUNS = (
    *("accountability", "party", "stage_department", "objective"),
    *("touchpoint", "stage", "journey", "enabler", "annotation", "holiday"),
)


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
    with database.edit(wait=_WAIT_S) as writer:
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
    with database.edit(wait=_WAIT_S) as writer:
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


def release(
    database: Database, touchpoint: str, party: str, role: str, day: date | None, why: str
) -> Owned:
    """Let a party leave a role at a touchpoint, by name; without one, everybody in it.

    Raises UsageError without a reason, and where nobody leaves.
    """
    _refuse_without(why, "Releasing")
    refuse_readonly(database)
    letter = next((key for key, name in ROLE_FIELDS.items() if name == role), "A")
    with database.edit(wait=_WAIT_S) as writer:
        here, parties = named(touchpoint, all_touchpoints(writer)), all_parties(writer)
        first = day or today(writer)
        spells = accountability.spells(writer, here.touchpoint_id, letter)
        leaving = [spell.party_id for spell in spells if not spell.over(first)]
        if party:
            leaving = [one for one in leaving if one == party_named(party, parties).party_id]
        if not leaving:
            raise UsageError(f"Nobody is {role} for {here.name} who could be released.")
        wanted = tenure.given_up(spells, leaving, first)
        accountability.keep(writer, here.touchpoint_id, letter, wanted, why)
    known = {one.party_id: one.name for one in parties}
    gone = ", ".join(known.get(one, one) for one in leaving)
    return Owned((here.name,), f"{here.name}: {gone} is not {role} from {first} on")


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
    with database.edit(wait=_WAIT_S) as writer:
        entries = undo_edit(writer, nouns)
        said = _said(writer, entries)
    more = f" and {len(said) - _SAID} more" if len(said) > _SAID else ""
    return Owned((), f"undone: {'; '.join(said[:_SAID])}{more}")


def _said(reader: Reader, entries: Sequence[LogEntry]) -> list[str]:
    """Return what was undone, a row's coming and going without its fields."""
    whole = {(entry.noun, entry.id) for entry in entries if not entry.field}
    parties = {party.party_id: party.name for party in all_parties(reader)}
    said = []
    for entry in reversed(entries):
        if entry.field and (entry.noun, entry.id) in whole:
            continue
        parts = accountability.parts_of(entry.id)
        first = _names(reader, parts[:1]) if entry.noun == "accountability" else ()
        what = " · ".join([*first, *(parties.get(one, one) for one in parts[len(first) :])])
        old, new = entry.old or "", entry.new or ""
        at = reader.local(entry.at)
        change = Entry(at, "", entry.noun, what, entry.field, old, new, "")
        said.append(f"{change.subject}: {change.change}")
    return said


def _names(reader: Reader, touchpoints: Sequence[str]) -> tuple[str, ...]:
    known = {one.touchpoint_id: one.name for one in all_touchpoints(reader)}
    return tuple(known.get(here, here) for here in touchpoints)
