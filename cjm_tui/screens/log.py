"""The pane of a touchpoint's change log."""

from typing import ClassVar

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.change_log import ChangeLog
from cjm_tui.screens.boards import Session
from cjm_tui.screens.pane import Pane
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.log_board import LogBoard


class LogPane(Pane[ChangeLog]):
    """Who changed what at the touchpoint, when and why; of all days, whatever the period."""

    NAME = "log"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("pane.next", "pane"),
        ("copy.line", "copy this change"),
        ("back", "back"),
        ("keys", "keys"),
    )

    board: LogBoard

    def __init__(self, session: Session, touchpoint_id: str) -> None:
        self.touchpoint_id = touchpoint_id
        super().__init__(session)

    def make_board(self) -> Board:
        """Return the board for changes."""
        return LogBoard()

    def fetch(self, query: Cancellation, _period: str) -> ChangeLog:
        """Fetch the newest changes."""
        return self.session.boards.change_log(self.touchpoint_id, query)

    def present(self, data: ChangeLog) -> None:
        """Hand the changes to the board."""
        self.board.changes = data

    def empty(self, data: ChangeLog) -> Notice | None:
        """A touchpoint that only data names has no history of its own."""
        if data.entries:
            return None
        hint = "e edits it, n notes what happened."
        return Notice(Outcome.EMPTY, "Nobody has changed anything here.", hint)
