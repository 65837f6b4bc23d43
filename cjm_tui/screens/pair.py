"""A pair of an output and its outcome at a touchpoint, opened: the evidence of both sides."""

from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from cjm_tui.domain import audit_words as words
from cjm_tui.domain.action_start import Start
from cjm_tui.domain.audit import Pair
from cjm_tui.domain.breakdown import WHOLE
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis, DataScreen, PanelQuestion
from cjm_tui.screens.editing import FormsScreen
from cjm_tui.screens.figure import FigureScreen
from cjm_tui.screens.words import WordsScreen
from cjm_tui.widgets.board import Board, Notice
from cjm_tui.widgets.pair_board import PairBoard


class PairScreen(FormsScreen, DataScreen[Pair]):
    """Both sides with their figures, trends, baselines, and the SQL and rows behind each."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("sql", "SQL"),
        ("words", "words"),
        ("action", "new action"),
        ("copy.summary", "copy"),
        ("back", "back"),
        ("keys", "keys"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("full_stop", "sql", "the SQL behind this side", id="sql"),
        Binding("v", "words", "the customers' words", id="words"),
        Binding("a", "add", "propose an action, with this number", id="action"),
        Binding("Y", "copy_summary", "copy a two-line summary", id="copy.summary"),
    ]

    board: PairBoard

    def __init__(self, session: Session, output: str, outcome: str, touchpoint_id: str) -> None:
        self.names = (output, outcome)
        self.touchpoint_id = touchpoint_id
        super().__init__(session)

    def make_board(self) -> Board:
        """Return the board."""
        return PairBoard()

    def fetch(self, query: Cancellation, period: str) -> Pair:
        """Fetch both sides."""
        return self.session.boards.audit.pair(*self.names, self.touchpoint_id, period, query)

    def present(self, data: Pair) -> None:
        """Hand it to the board."""
        self.board.pair = data

    def crumbs(self, data: Pair | None) -> tuple[str, ...]:
        """The touchpoint of the audit."""
        return ("Audit", data.touchpoint if data else "…", "pair")

    def basis(self, data: Pair) -> Basis:
        """It brings its own state."""
        return Basis(data.state, data.period)

    def empty(self, _data: Pair) -> Notice | None:
        """A pair always has two sides."""
        return None

    def on_board_opened(self, _: Board.Opened) -> None:
        """Open the side's SQL."""
        self.action_sql()

    def action_sql(self) -> None:
        """Show the SQL behind the side under the cursor; from there its rows and words."""
        data, side = self.data, self.board.side
        if data is not None and side is not None:
            self.app.push_screen(
                FigureScreen(
                    self.session,
                    data.touchpoint_id,
                    side.kpi,
                    crumbs=("Audit", data.touchpoint),
                    basis=self.basis(data),
                )
            )

    def action_words(self) -> None:
        """Show what customers said at the touchpoint."""
        if (data := self.data) is not None:
            crumbs, basis = ("Audit", data.touchpoint), self.basis(data)
            self.app.push_screen(
                WordsScreen(self.session, data.touchpoint_id, crumbs=crumbs, basis=basis)
            )

    def action_add(self) -> None:
        """Propose an action; the side under the cursor comes along."""
        side = self.board.side
        kpi = side.kpi.name if side else ""
        self.open_form("action", about=Start(self.touchpoint_id, kpi, self.session.period).text)

    def panel_question(self) -> PanelQuestion | None:
        """The query behind the side under the cursor."""
        side = self.board.side
        if side is None:
            return None
        ask, period = self.session.boards.panel_text, self.session.period
        return partial(ask, self.touchpoint_id, side.kpi.name, period, WHOLE)

    def action_copy_summary(self) -> None:
        """Send the finding in two lines to the terminal's clipboard, for a mail."""
        if self.data is not None:
            self.copy(words.pair_summary(self.data))
