"""Who has had which role at a touchpoint."""

from typing import ClassVar

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.change_log import ChangeLog
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis, DataScreen
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.log_board import LogBoard


class OwnerLogScreen(DataScreen[ChangeLog]):
    """Who has had which role at a touchpoint, who changed it, when and why."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("back", "back"),
        ("copy.line", "copy"),
        ("keys", "keys"),
    )

    board: LogBoard

    def __init__(self, session: Session, touchpoint_id: str, name: str, basis: Basis) -> None:
        self._touchpoint = (touchpoint_id, name)
        self._basis = basis
        super().__init__(session)

    def make_board(self) -> Board:
        """Return the board for changes."""
        return LogBoard()

    def fetch(self, query: Cancellation, _period: str) -> ChangeLog:
        """Fetch the newest changes."""
        return self.session.boards.owners.log(self._touchpoint[0], query)

    def present(self, data: ChangeLog) -> None:
        """Hand the changes to the board."""
        self.board.changes = data

    def crumbs(self, _data: ChangeLog | None) -> tuple[str, ...]:
        """The touchpoint."""
        return ("Ownership", self._touchpoint[1], "log")

    def basis(self, _data: ChangeLog) -> Basis:
        """That of the ledger."""
        return self._basis

    def empty(self, data: ChangeLog) -> Notice | None:
        """Nobody has had a role yet."""
        if data.entries:
            return None
        return Notice(Outcome.EMPTY, "Nobody has had a role here yet.", "o sets the owner.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The log has no period to choose."""
        return action not in ("period", "step") and super().check_action(action, parameters)
