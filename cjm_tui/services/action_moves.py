"""An action's way from state to state: gates that name what is missing, and opening it again."""

from datetime import date
from typing import Any

from cjm_tui.domain.actions import REOPENED, Action, GateError, State, gate_error, refuse
from cjm_tui.domain.form import Edit, FieldError, FieldKind, Form, FormField
from cjm_tui.services.action_forms import action_of
from cjm_tui.services.actions import action
from cjm_tui.services.data_state import today
from cjm_tui.services.people import party_named
from cjm_tui.services.verification_edits import record_verdict, verdict_of
from cjm_tui.store.actions import ACTION, Change
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader, Writer

_NOTE = "note"
_AFRESH = (  # what a new round begins without
    *("started_at", "live_at", "closed_at", "frozen_at", "frozen_by", "verdict"),
    *("training", "training_by", "training_at", "training_why"),
    *("communication", "communication_by", "communication_at", "communication_why"),
)


# Moving on


def move_form(reader: Reader, catalog: Catalog, _identity: str, about: str) -> Form:
    """Return the form that moves an action: `about` is the state and the id, "live:A-101".

    Raises GateError naming what is missing, so that nobody fills in a form for nothing.
    """
    to, found = _meant(reader, about)
    refuse(found, to, "not asked yet")
    if to is State.EVALUATED:
        verdict_of(reader, catalog, found.action_id)
    note = FormField(
        _NOTE, "note", help="kept in the history; a reason is needed to give up or go back"
    )
    fields: tuple[FormField, ...] = (note,)
    if to is State.LIVE:
        day = FormField(
            *("live_at", "live since", today(reader).isoformat(), FieldKind.DAY),
            help="customers meet it from this day; its effect is counted from then",
            required=True,
        )
        fields = (day, note)
    return Form("action_move", "", f"{found.action_id} {found.title}: {to}", fields, about)


def keep_move(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Move the action, if its gate lets it; raises GateError naming all that is missing."""
    to, found = _meant(writer, given.about)
    said = given.values(edits)
    note = said[_NOTE] or why
    refuse(found, to, note or "")
    change = Change(writer, found.action_id, note or "")
    changes = _changes(writer, found, to, said)
    change.edit(ACTION, "", [Edit("state", _raw_state(writer, found), str(to))], "state")
    change.edit(ACTION, "", changes, "set")
    if to is State.EVALUATED:
        record_verdict(writer, found.action_id, change)
    return found.action_id


def _meant(reader: Reader, about: str) -> tuple[State, Action]:
    word, action_id = action_of(about)
    return state_named(word), action(reader, action_id)


def state_named(text: str) -> State:
    """Return the state of that name, as people write it. Raises GateError for none."""
    plain = text.strip().casefold().replace("_", " ").replace("-", " ")
    for state in State:
        if plain == state:
            return state
    raise GateError(f"{text!r} is no state.", hint=f"There are {', '.join(State)}.")


def _raw_state(reader: Reader, found: Action) -> Any:
    """Return the state as it is written, which may be a file's spelling."""
    (now,) = reader.query_records("action_entry", action=found.action_id)
    return now["state"]


def _changes(writer: Writer, found: Action, to: State, said: dict[str, Any]) -> list[Edit]:
    """Return what the move sets besides the state, from what it is now."""
    day = today(writer)
    new: dict[str, Any] = {}
    if to is State.IN_PROGRESS:
        naive = writer.now.replace(tzinfo=None)
        new = {"started_at": day, "frozen_at": naive, "frozen_by": writer.who}
    elif to is State.LIVE:
        new = {"live_at": _live_day(found, said["live_at"], day)}
    elif to in (State.CLOSED, State.ABANDONED):
        new = {"closed_at": day}
    elif (found.state, to) == (State.IN_PROGRESS, State.AGREED):
        new = {"started_at": None, "frozen_at": None, "frozen_by": None}
    return _edits(writer, found.action_id, new)


def _live_day(found: Action, live: date, day: date) -> date:
    if live > day:
        raise FieldError("live_at", "live since: that day has not come yet.")
    if found.started_at is not None and live < found.started_at:
        raise FieldError(
            "live_at", f"live since: work began on {found.started_at}, it cannot be live before."
        )
    return live


def _edits(writer: Writer, action_id: str, new: dict[str, Any]) -> list[Edit]:
    if not new:
        return []
    names = ", ".join(f'"{name}"' for name in new)
    now = writer.row(f"select {names} from action where action_id = ?", [action_id])
    return [Edit(name, old, new[name]) for name, old in zip(new, now, strict=True)]


# Reopening


def reopen_form(reader: Reader, _catalog: Catalog, _identity: str, about: str) -> Form:
    """Return the form that opens a finished action again. Raises GateError for one that is not."""
    found = action(reader, action_of(about)[1])
    _refuse_unfinished(found)
    was = f"; it was {found.sponsor.name}" if found.sponsor else ""
    fields = (
        FormField(
            "due", "new due date", kind=FieldKind.DAY, help="when it is to be live again; needed"
        ),
        FormField("sponsor", "sponsor", help=f"who decides now; needed{was}"),
        FormField(_NOTE, "why", help="what was seen"),
    )
    return Form("action_reopen", "", f"{found.action_id} {found.title}: again", fields, about)


def keep_reopen(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Open it again as agreed, with a new date and a sponsor; raises GateError without either."""
    found = action(writer, action_of(given.about)[1])
    _refuse_unfinished(found)
    said = given.values(edits)
    missing = []
    if said["due"] is None:
        missing.append("a new due date")
    elif said["due"] <= today(writer):
        missing.append(f"a new due date that lies ahead ({said['due']} does not)")
    sponsor = party_named(writer, "sponsor", "sponsor", said["sponsor"])
    if sponsor is None:
        missing.append("a sponsor")
    if missing:
        raise gate_error(found, "be opened again", tuple(missing))
    note = said[_NOTE] or why or ""
    change = Change(writer, found.action_id, note)
    change.edit(ACTION, "", [Edit("state", _raw_state(writer, found), "agreed")], "reopen")
    promised = _edits(writer, found.action_id, {"due": said["due"], "sponsor": sponsor})
    change.edit(ACTION, "", promised, "reopen")
    change.edit(ACTION, "", _edits(writer, found.action_id, dict.fromkeys(_AFRESH)), "set")
    return found.action_id


def _refuse_unfinished(found: Action) -> None:
    if found.state not in REOPENED:
        ways = ", ".join(REOPENED)
        raise GateError(
            f"{found.action_id} is {found.state}: only one that is {ways} is opened again."
        )
