"""Actions as the JSON that scripts read (docs/cli.md)."""

from dataclasses import asdict
from datetime import date
from typing import Any

from cjm_tui.domain.action_lists import flags
from cjm_tui.domain.actions import Action, ActionPage, Person


def action_json(action: Action, today: date) -> dict[str, Any]:
    """Return an action; what is not said is null."""
    said = {name: getattr(action, name) or None for name in _PLAIN}
    numbers = {name: getattr(action, name) for name in _NUMBERS}
    return {
        **said,
        **numbers,
        "state": str(action.state),
        "owner": _person(action.owner),
        "sponsor": _person(action.sponsor),
        "department": action.department or None,
        "departments": [
            {"department": say.department, "agreement": say.agreement or None, "by": say.by or None,
             "on": say.on, "note": say.note or None}
            for say in action.says
        ],
        "training": _sign_off(action, "training"),
        "communication": _sign_off(action, "communication"),
        "question": action.waits_for_sponsor or None,
        "flags": list(flags(action, today)),
    }  # fmt: skip


_PLAIN = (
    *("action_id", "title", "touchpoint_id", "touchpoint", "problem", "root_cause", "kpi"),
    *("effect_by", "comparison_touchpoint", "guardrail", "kind", "proposed_at", "started_at"),
    *("live_at", "closed_at", "due", "next_communication", "verdict", "proposition_id"),
    *("proposition", "opportunity", "frozen_at", "frozen_by", "next_milestone", "moved_on"),
)
_NUMBERS = ("baseline", "expected_effect", "smallest_effect", "evidence", "told")


def _person(person: Person) -> dict[str, Any] | None:
    return asdict(person) if person else None


def _sign_off(action: Action, what: str) -> dict[str, Any] | None:
    found = getattr(action, what)
    if not found.what:
        return None
    return {"said": found.what, "by": found.by or None, "on": found.on, "why": found.why or None}


def page_json(page: ActionPage) -> dict[str, Any]:
    """Return an action with its parts and its history, oldest first."""
    return {
        **action_json(page.action, page.today),
        "milestones": [asdict(one) for one in page.milestones],
        "communications": [asdict(one) for one in page.communications],
        "evidence": [asdict(one) for one in page.evidence],
        "history": [asdict(one) for one in page.history],
    }
