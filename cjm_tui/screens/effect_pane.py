"""The pane of an action's effect; each figure leads to its SQL, its rows and its words."""

from functools import partial
from typing import ClassVar, Protocol

from textual.binding import Binding, BindingType

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.verification import Evaluation
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis, PanelQuestion
from cjm_tui.screens.figure import FigureScreen
from cjm_tui.screens.pane import Pane
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.effect_board import EffectBoard


class Chosen(Protocol):
    """Which action the panes of a screen show; "" for none."""

    action_id: str


class EffectPane(Pane[Evaluation | None]):
    """What the chosen action has brought about."""

    NAME = "effect"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("sql", "SQL"),
        ("open", "its rows"),
        ("pane.next", "pane"),
        ("keys", "keys"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("full_stop", "sql", "the SQL behind this figure", id="sql"),
    ]

    board: EffectBoard

    def __init__(self, session: Session, chosen: Chosen) -> None:
        self.chosen = chosen
        super().__init__(session)

    def make_board(self) -> Board:
        """Return the board."""
        return EffectBoard()

    @property
    def question(self) -> object:
        """Which action is asked for."""
        return self.chosen.action_id

    def fetch(self, query: Cancellation, _period: str) -> Evaluation | None:
        """Judge the action."""
        wanted = self.chosen.action_id
        return self.session.boards.verification.evaluation(wanted, query) if wanted else None

    def present(self, data: Evaluation | None) -> None:
        """Hand it to the board."""
        self.board.found = data

    def empty(self, data: Evaluation | None) -> Notice | None:
        """None is chosen."""
        if data is not None:
            return None
        return Notice(Outcome.EMPTY, "No action is chosen.", "tab goes back to the list.")

    def on_board_opened(self, _: Board.Opened) -> None:
        """Show what stands behind the figure."""
        self.action_sql()

    def action_sql(self) -> None:
        """Show the SQL behind the figure under the cursor, and from there its rows."""
        data, figure = self.data, self.board.figure
        if data is None or figure is None or data.kpi is None:
            self.say("no rows stand behind this line")
            return
        at, days = figure
        where = (
            data.action.comparison if at == data.action.comparison_id else data.action.touchpoint
        )
        self.app.push_screen(
            FigureScreen(
                self.session,
                at,
                data.kpi,
                crumbs=(data.action.action_id, where),
                basis=Basis(data.state, days, concerned=False),
            )
        )

    def panel_question(self) -> PanelQuestion | None:
        """The SQL of the weekly figures that the verdict rests on."""
        data = self.data
        if data is None or data.span is None:
            return None
        return partial(self.session.boards.verification.weeks_text, data.action.action_id)
