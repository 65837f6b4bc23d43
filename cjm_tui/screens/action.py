"""One action opened: its page, and its whole history."""

from dataclasses import dataclass
from typing import Any, ClassVar

from cjm_tui.domain.actions import Action, ActionPage
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.screens.acting import ActingScreen
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis
from cjm_tui.screens.effect_pane import EffectPane
from cjm_tui.screens.pane import Pane
from cjm_tui.screens.panes import PanesScreen
from cjm_tui.widgets.action_page import ActionHistoryBoard, ActionPageBoard
from cjm_tui.widgets.board import Board, Notice, Outcome

_HINTS = (
    *(("action.move", "move"), ("action.edit", "edit"), ("action.comment", "comment")),
    *(("action.more", "more"), ("action.undo", "undo"), ("pane.next", "pane"), ("keys", "keys")),
)


@dataclass
class ChosenAction:
    """Which action the panes of a screen show; "" for none."""

    action_id: str = ""


class ActionPane(Pane[ActionPage | None]):
    """The chosen action."""

    NAME = "action"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = _HINTS

    board: ActionPageBoard

    def __init__(self, session: Session, chosen: ChosenAction) -> None:
        self.chosen = chosen
        super().__init__(session)

    def make_board(self) -> Board:
        """Return the page."""
        return ActionPageBoard()

    @property
    def question(self) -> object:
        """Which action is asked for."""
        return self.chosen.action_id

    def fetch(self, query: Cancellation, _period: str) -> ActionPage | None:
        """Fetch the action with its parts."""
        wanted = self.chosen.action_id
        return self.session.boards.actions.page(wanted, query) if wanted else None

    def present(self, data: ActionPage | None) -> None:
        """Hand it to the board."""
        self.board.page = data

    def empty(self, data: ActionPage | None) -> Notice | None:
        """None is chosen."""
        if data is not None:
            return None
        return Notice(Outcome.EMPTY, "No action is chosen.", "a proposes one: one line is enough.")

    def basis(self, data: ActionPage | None) -> Basis | None:
        """The state of the data alone."""
        return None if data is None else Basis(data.state, None, concerned=False)


class ActionHistoryPane(ActionPane):
    """All that happened to it."""

    NAME = "history"

    board: ActionHistoryBoard  # type: ignore[assignment]  # made below, never another

    def make_board(self) -> Board:
        """Return the list."""
        return ActionHistoryBoard()


class ActionScreen(ActingScreen, PanesScreen):
    """The page of one action, live."""

    def __init__(self, session: Session, action_id: str) -> None:
        self.chosen = ChosenAction(action_id)
        super().__init__(session)

    def make_panes(self) -> tuple[Pane[Any], ...]:
        """The page, what it brought about, and the history."""
        self.page = ActionPane(self.session, self.chosen)
        effect = EffectPane(self.session, self.chosen)
        return (self.page, ActionHistoryPane(self.session, self.chosen), effect)

    def where(self) -> tuple[str, ...]:
        """Its id."""
        return ("Actions", self.chosen.action_id)

    def acted(self) -> Action | None:
        """This one."""
        return self.page.data.action if self.page.data else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Actions have no period to choose."""
        if action in ("period", "step"):
            return False
        return super().check_action(action, parameters)
