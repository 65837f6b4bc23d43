"""Actions as they stand: all of them for the lists, one with its parts and its history."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from cjm_tui.domain.actions import (
    Action,
    ActionBoard,
    ActionPage,
    Communication,
    Event,
    Evidence,
    Milestone,
    Opportunity,
    Person,
    Proposition,
    Say,
    SignOff,
    State,
    Trace,
)
from cjm_tui.domain.kpi import Kpi
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import data_state, today
from cjm_tui.store.session import Reader


def action_board(reader: Reader) -> ActionBoard:
    """Return all actions, the one that is due first first."""
    return ActionBoard(data_state(reader), today(reader), all_actions(reader))


def all_actions(reader: Reader) -> tuple[Action, ...]:
    """Return all actions by due day."""
    return _actions(reader, None)


def action(reader: Reader, action_id: str) -> Action:
    """Return the action of that id, in whatever case. Raises UsageError where there is none."""
    for wanted in (action_id, action_id.upper()):
        for found in _actions(reader, wanted):
            return found
    raise unknown(action_id)


def action_title(reader: Reader, action_id: str) -> tuple[str, str]:
    """Return id and title of an action, as `action` finds it, in a tenth of the time."""
    for wanted in (action_id, action_id.upper()):
        for found in reader.query_records("action_entry", action=wanted):
            return wanted, found["title"]
    raise unknown(action_id)


def unknown(action_id: str) -> UsageError:
    """Return the refusal of an action that there is not."""
    return UsageError(f"There is no action {action_id!r}.", hint="cjm actions lists them.")


def action_page(
    reader: Reader, action_id: str, kpis: Mapping[str, Kpi] | None = None
) -> ActionPage:
    """Return one action with its parts. Raises UsageError where there is none of that id."""
    found = action(reader, action_id)
    of = found.action_id
    return ActionPage(
        state=data_state(reader),
        today=today(reader),
        action=found,
        milestones=tuple(Milestone(*row) for row in reader.query("action_milestones", action=of)),
        communications=tuple(
            Communication(*row) for row in reader.query("action_communications", action=of)
        ),
        evidence=tuple(
            _evidence(reader, row) for row in reader.query("action_evidence", action=of)
        ),
        history=_with_names(history(reader, of), reader),
        kpis=kpis or {},
    )


def trace(reader: Reader) -> Trace:
    """Return from which opportunities and propositions actions come, newest first."""
    serving: dict[str, list[Action]] = {}
    for found in all_actions(reader):
        serving.setdefault(found.proposition_id, []).append(found)
    chosen: dict[str, list[Proposition]] = {}
    for identity, title, opportunity, *_ in reader.query("propositions"):
        proposition = Proposition(identity, title, tuple(serving.get(identity, ())))
        chosen.setdefault(opportunity, []).append(proposition)
    known = [
        Opportunity(row[0], row[1], row[3], tuple(chosen.pop(row[0], ())))
        for row in reader.query("opportunities")
    ]
    rest = tuple(proposition for of in chosen.values() for proposition in of)
    known += [Opportunity("", "of no opportunity", "", rest)] if rest else []
    return Trace(data_state(reader), today(reader), tuple(known))


def history(reader: Reader, action_id: str) -> tuple[Event, ...]:
    """Return the lines of an action's history, oldest first."""
    return tuple(
        Event(row[0], row[1], reader.local(row[2]), *row[3:])
        for row in reader.query("action_history", action=action_id)
    )


def _with_names(events: Sequence[Event], reader: Reader) -> tuple[Event, ...]:
    """Return the lines with people's names for their ids."""
    names: dict[str, str] = {row[0]: row[1] for row in reader.query("parties")}
    return tuple(
        replace(one, old=names.get(one.old, one.old), new=names.get(one.new, one.new))
        if one.field in ("owner", "sponsor")
        else one
        for one in events
    )


def _actions(reader: Reader, action_id: str | None) -> tuple[Action, ...]:
    says: dict[str, list[Say]] = {}
    for row in reader.query("action_departments", action=action_id):
        says.setdefault(row[0], []).append(Say(*row[1:]))
    found = reader.query_records("actions", today=today(reader), action=action_id)
    return tuple(_action(row, says.get(row["action_id"], ())) for row in found)


def _action(row: Mapping[str, Any], says: Sequence[Say]) -> Action:
    names = Action.__dataclass_fields__.keys() & row.keys()
    plain = {name: row[name] for name in names}
    return Action(
        **{
            **plain,
            "state": _state(row["state"]),
            "owner": _person(row, "owner"),
            "sponsor": _person(row, "sponsor"),
            "lead_department": row["department"],
            "says": tuple(says),
            "training": _sign_off(row, "training"),
            "communication": _sign_off(row, "communication"),
        }
    )


def _evidence(reader: Reader, row: tuple[Any, ...]) -> Evidence:
    found = Evidence(*row)
    return replace(found, at=reader.local(found.at)) if found.at else found


def _state(text: str) -> State:
    """Return the state; what an older file wrote that is none stands at the beginning."""
    return State(text) if text in list(State) else State.PROPOSED


def _person(row: Mapping[str, Any], role: str) -> Person:
    return Person(
        row[role], row[f"{role}_name"], row[f"{role}_department"], bool(row[f"{role}_left"])
    )


def _sign_off(row: Mapping[str, Any], what: str) -> SignOff:
    day: date | None = row[f"{what}_at"]
    return SignOff(row[what], row[f"{what}_by"], day, row[f"{what}_why"])
