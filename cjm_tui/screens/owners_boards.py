"""What the ownership screen asks of the services; all of it runs in a worker thread."""

from collections.abc import Sequence
from typing import Protocol

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.change_log import ChangeLog
from cjm_tui.domain.ownership import Departments, Ledger, Parties


class OwnersBoards(Protocol):
    """Who answers for what, and how that is changed at once."""

    def ledger(self, query: Cancellation) -> Ledger:
        """Return who answers for each touchpoint."""
        ...

    def parties(self, query: Cancellation) -> Parties:
        """Return people, teams and departments with their roles."""
        ...

    def departments(self, query: Cancellation) -> Departments:
        """Return the departments' parts in the stages, and what they are targeted on."""
        ...

    def log(self, touchpoint_id: str, query: Cancellation) -> ChangeLog:
        """Return who has had which role at a touchpoint, newest change first."""
        ...

    def confirm(self, touchpoints: Sequence[str]) -> str:
        """Confirm the owners of these touchpoints; return what was done, in words."""
        ...

    def undo(self) -> str:
        """Take one's own last change back; return what it was, in words."""
        ...
