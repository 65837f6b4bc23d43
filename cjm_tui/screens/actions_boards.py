"""What the screens of actions ask of the services."""

from typing import Protocol

from cjm_tui.domain.actions import ActionBoard, ActionPage, Trace
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.form import Saved


class ActionsBoards(Protocol):
    """As `screens.boards.Boards`: all of it runs in a worker thread."""

    def board(self, query: Cancellation) -> ActionBoard:
        """Return all actions."""
        ...

    def page(self, action_id: str, query: Cancellation) -> ActionPage:
        """Return one action with its parts; raises UsageError where there is none."""
        ...

    def trace(self, query: Cancellation) -> Trace:
        """Return opportunities, propositions and their actions."""
        ...

    def undo(self, action_id: str) -> Saved:
        """Take one's own last change back; raises GateError, or CjmError where one may not."""
        ...
