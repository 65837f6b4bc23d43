"""The pane that breaks one of a touchpoint's KPIs down, and the choice of that KPI."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cjm_tui.domain.breakdown import Breakdown
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.kpi import Kpi
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis
from cjm_tui.screens.figure import FigureScreen
from cjm_tui.screens.pane import Pane
from cjm_tui.screens.words import WordsScreen
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.breakdown_board import BreakdownBoard
from cjm_tui.widgets.lines import CursorLine


@dataclass
class ChosenKpi:
    """Which KPI the panes of one touchpoint explain; None is the one that it is shown by."""

    name: str | None = None

    def step(self, kpis: tuple[Kpi, ...], shown: str, steps: int) -> None:
        """Go to the next or the previous of these KPIs, round and round."""
        names = [kpi.name for kpi in kpis]
        if names:
            at = names.index(shown) if shown in names else 0
            self.name = names[(at + steps) % len(names)]


class BreakdownPane(Pane[Breakdown]):
    """One KPI by reason, team, hour and weekday, segment …; each number leads to its rows."""

    NAME = "breakdown"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("sql", "SQL"),
        ("kpi.next", "KPI"),
        ("sort", "sort"),
        ("period", "period"),
        ("pane.next", "pane"),
        ("keys", "keys"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("full_stop", "sql", "the SQL behind this number", id="sql"),
        Binding("v", "words", "the customers' words", id="words"),
        Binding("m", "kpi(1)", "the next KPI here", id="kpi.next"),
        Binding("M", "kpi(-1)", "the previous KPI here", id="kpi.previous"),
        Binding("S", "sort", "sort by customers hurt, or by n", id="sort"),
    ]

    board: BreakdownBoard

    def __init__(self, session: Session, touchpoint_id: str, chosen: ChosenKpi) -> None:
        self.touchpoint_id = touchpoint_id
        self.chosen = chosen
        self._under = CursorLine()
        super().__init__(session)

    def make_board(self) -> Board:
        """Return the board of a breakdown."""
        return BreakdownBoard()

    def compose(self) -> ComposeResult:
        """The board, and below it in full what is under the cursor."""
        yield self.board
        yield self._under

    @property
    def question(self) -> object:
        """Which KPI is asked for."""
        return self.chosen.name

    def fetch(self, query: Cancellation, period: str) -> Breakdown:
        """Fetch the breakdown."""
        boards = self.session.boards
        return boards.breakdown(self.touchpoint_id, self.chosen.name, period, query)

    def present(self, data: Breakdown) -> None:
        """Hand the breakdown to the board."""
        self.board.found = data

    def empty(self, data: Breakdown) -> Notice | None:
        """Without rows there is nothing to break down."""
        if any(division.parts for division in data.divisions):
            return None
        hint = "t for a longer period, m for another KPI."
        return Notice(Outcome.EMPTY, f"{data.kpi.title} has no rows in this period.", hint)

    # Keys

    def on_board_moved(self, message: Board.Moved) -> None:
        """Say in full what is under the cursor now."""
        self._under.text = message.spot.words if message.spot else ""

    def on_board_opened(self, _: Board.Opened) -> None:
        """Show what stands behind the number."""
        self.action_sql()

    def action_sql(self) -> None:
        """Show the SQL behind the number under the cursor."""
        data, part = self.data, self.board.part
        if data is None:
            return
        if part is not None and part.totalled:
            self.say("these came as daily totals, which have no rows")
            return
        self.app.push_screen(
            FigureScreen(
                self.session,
                self.touchpoint_id,
                data.kpi,
                crumbs=(data.stage, data.touchpoint),
                basis=Basis(data.state, data.period, data.concerned),
                cut=self.board.cut,
            )
        )

    def action_words(self) -> None:
        """Show all that customers said here."""
        if (data := self.data) is not None:
            self.app.push_screen(
                WordsScreen(
                    self.session,
                    self.touchpoint_id,
                    crumbs=(data.stage, data.touchpoint),
                    basis=Basis(data.state, data.period, data.concerned),
                )
            )

    def action_kpi(self, steps: int) -> None:
        """Break the next or the previous KPI down."""
        if (data := self.data) is not None:
            self.chosen.step(data.kpis, data.kpi.name, steps)
            self.feed.ask_anew()

    def action_sort(self) -> None:
        """Sort the lists by customers hurt, or by n."""
        self.board.by_harm = not self.board.by_harm
        self.say("most customers hurt first" if self.board.by_harm else "most rows first")
