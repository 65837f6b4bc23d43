"""What stands at a touchpoint in words, the same on its page and from the command line."""

from datetime import date

from cjm_tui.domain import display
from cjm_tui.domain.touchpoint import ActionLine


def action_terms(action: ActionLine, today: date) -> str:
    """Return an action's state, owner, due day and verdict; a day of another year has its year."""
    due = f"due {display.weekday(action.due, today)}" if action.due else "no date"
    owner = action.owner or "NO OWNER"
    return " · ".join(term for term in (action.state, owner, due, action.verdict) if term)
