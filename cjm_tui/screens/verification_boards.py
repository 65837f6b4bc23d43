"""What the panes on effects ask of the services."""

from typing import Protocol

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.verification import Evaluation, Outcomes


class VerificationBoards(Protocol):
    """As `screens.boards.Boards`: all of it runs in a worker thread."""

    def evaluation(self, action_id: str, query: Cancellation) -> Evaluation:
        """Return what is known of one action's effect; raises UsageError where there is none."""
        ...

    def outcomes(self, query: Cancellation) -> Outcomes:
        """Return what became of all actions."""
        ...

    def weeks_text(self, action_id: str, query: Cancellation) -> tuple[str, str]:
        """Return a name and the SQL of an effect's weekly figures, for the query panel."""
        ...
