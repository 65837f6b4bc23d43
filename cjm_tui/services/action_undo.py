"""Taking back one's own last change of an action: a new change, never an erasure."""

from cjm_tui.domain.actions import FROZEN, THAWED, Action, Event, GateError, State
from cjm_tui.domain.form import Edit, Saved
from cjm_tui.services.actions import action, history
from cjm_tui.services.edits import WRITE_WAIT_S, refuse_readonly
from cjm_tui.store.actions import ACTION, Change
from cjm_tui.store.database import Database
from cjm_tui.store.session import Writer

UNDO = "undo"


def undo(database: Database, action_id: str) -> Saved:
    """Take back one's own last change of an action.

    Raises GateError where there is none, or somebody else has changed the same thing since;
    BusyError, and CjmError where this user may not write.
    """
    refuse_readonly(database)
    with database.edit(wait=WRITE_WAIT_S) as writer:
        return take_back(writer, action_id)


def take_back(writer: Writer, action_id: str) -> Saved:
    """Take it back within a write."""
    found = action(writer, action_id)
    lines = [line for line in history(writer, found.action_id) if not _settled(line)]
    own = [line.change for line in lines if line.who == writer.who]
    if not own:
        raise GateError(f"There is no change of yours to take back on {found.action_id}.")
    number = max(own)
    of = [line for line in lines if line.change == number]
    later = [line for line in lines if line.change > number]
    for line in of:
        _refuse_changed(line, later, found)
    change = Change(writer, found.action_id, f"takes back change {number}", undoes=number)
    words = [_take_back(change, line, found) for line in reversed(of)]
    return Saved(ACTION, found.action_id, found.title, tuple(reversed(words)))


def _settled(line: Event) -> bool:
    """Whether the line was taken back, or takes one back: neither counts any more, nor a file."""
    return line.undone or line.event == UNDO or not line.change


def _refuse_changed(line: Event, later: list[Event], found: Action) -> None:
    """Refuse to undo what somebody has built on since, and to choose a baseline afterwards."""
    if line.field in FROZEN and found.state not in THAWED:
        raise GateError(f"{found.action_id} is {found.state}: {line.field} is frozen.")
    on_it = [
        other
        for other in later
        if (other.noun, other.item) == (line.noun, line.item)
        and (other.field or other.old or other.new)
        and (not line.field or not other.field or other.field == line.field)
        and not (line.event == "added" and not other.field)
    ]
    if line.field == "frozen_at" and line.old:
        on_it += [other for other in later if other.field in FROZEN]
    if on_it:
        what = line.field.replace("_", " ") or line.noun
        raise GateError(
            f"{on_it[-1].who} has changed {what} since: your change cannot be taken back.",
            hint="Edit it instead; both versions stay in the history.",
        )


def _take_back(change: Change, line: Event, found: Action) -> str:
    if line.field:
        old, new = (
            change.typed(line.noun, {line.field: text or None})[line.field]
            for text in (line.old, line.new)
        )
        change.edit(line.noun, line.item, [Edit(line.field, new, old)], UNDO)
        name = line.field.removesuffix("_id").replace("_", " ")
        return f"{name} {line.new or 'nothing'} → {line.old or 'nothing'}"
    if line.noun == ACTION and line.event == "added":
        edit = Edit("state", str(found.state), str(State.ABANDONED))
        change.edit(ACTION, "", [edit], UNDO)
        return "added by mistake: abandoned"
    if line.noun != ACTION and line.new:
        change.remove(line.noun, line.item, UNDO)
        return f"{line.event} taken back"
    if line.noun != ACTION and line.old:
        change.put_back(line.noun, line.item, line.old, UNDO)
        return f"{line.event} put back"
    change.event(UNDO, note=line.note, old=line.event)
    return f"{line.event} taken back"
