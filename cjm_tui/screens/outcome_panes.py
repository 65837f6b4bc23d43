"""The lists of screen 3 on what became of actions: wins, and what slid back."""

from typing import ClassVar

from textual.message import Message

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.verification import Outcomes
from cjm_tui.screens.data_screen import Basis
from cjm_tui.screens.pane import Pane
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.outcome_boards import OutcomeBoard, SlidBackBoard, VerdictsBoard, WinsBoard


class OutcomePane(Pane[Outcomes]):
    """One of the lists; enter opens the action."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("open", "open"),
        ("copy.line", "copy"),
        ("pane.next", "pane"),
        ("keys", "keys"),
    )

    board: OutcomeBoard

    class Chosen(Message):
        """An action that is to be opened."""

        def __init__(self, action_id: str) -> None:
            super().__init__()
            self.action_id = action_id

    def fetch(self, query: Cancellation, _period: str) -> Outcomes:
        """Judge all actions."""
        return self.session.boards.verification.outcomes(query)

    def present(self, data: Outcomes) -> None:
        """Hand them to the board."""
        self.board.found = data

    def basis(self, data: Outcomes) -> Basis | None:
        """The state of the data alone."""
        return Basis(data.state, None, concerned=False)

    def on_board_opened(self, _: Board.Opened) -> None:
        """Have the screen open the action."""
        if self.board.action_id:
            self.post_message(self.Chosen(self.board.action_id))


class WinsPane(OutcomePane):
    """What worked and holds."""

    NAME = "wins"

    def make_board(self) -> Board:
        """Return the list by department."""
        return WinsBoard()

    def empty(self, data: Outcomes) -> Notice | None:
        """Say what a win takes."""
        if data.wins:
            return None
        hint = "It takes a comparison, whole weeks before and after, and a guardrail that holds."
        return Notice(Outcome.EMPTY, "No action has been shown to have worked yet.", hint)


class SlidBackPane(OutcomePane):
    """What was reached and is lost."""

    NAME = "slid back"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        *(("open", "open"), ("action.reopen", "open again"), ("copy.line", "copy")),
        *(("pane.next", "pane"), ("keys", "keys")),
    )

    def make_board(self) -> Board:
        """Return the list."""
        return SlidBackBoard()

    def empty(self, data: Outcomes) -> Notice | None:
        """Say how many are watched."""
        if data.slid_back:
            return None
        watched = sum(one.watch is not None for one in data.evaluations)
        hint = f"{watched} on the watch; what worked is watched from its verdict on."
        return Notice(Outcome.EMPTY, "Nothing that was reached has slid back.", hint)


class VerdictsPane(OutcomePane):
    """What became of all that went live."""

    NAME = "verdicts"

    def make_board(self) -> Board:
        """Return the list by verdict."""
        return VerdictsBoard()

    def empty(self, data: Outcomes) -> Notice | None:
        """Say when there is something to judge."""
        if data.evaluations:
            return None
        hint = "Its effect is counted from the day on which customers meet it."
        return Notice(Outcome.EMPTY, "No action has gone live yet.", hint)
