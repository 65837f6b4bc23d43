"""One touchpoint opened, in panes: the overview first."""

from functools import partial
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from cjm_tui.domain import summary_words
from cjm_tui.domain.action_start import Start
from cjm_tui.domain.breakdown import WHOLE
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.kpi import Kpi
from cjm_tui.domain.touchpoint import TouchpointPage
from cjm_tui.screens.boards import Session
from cjm_tui.screens.breakdown import BreakdownPane
from cjm_tui.screens.data_screen import Basis, PanelQuestion
from cjm_tui.screens.figure import FigureScreen
from cjm_tui.screens.kpi_pane import ChosenKpi, KpiPane
from cjm_tui.screens.log import LogPane
from cjm_tui.screens.owning import OwningScreen
from cjm_tui.screens.pane import Pane
from cjm_tui.screens.panes import PanesScreen
from cjm_tui.screens.what_changed import WhatChangedPane
from cjm_tui.screens.words import WordsPane, WordsScreen
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.touchpoint_board import TouchpointBoard


class TouchpointScreen(OwningScreen, PanesScreen):
    """The page of one touchpoint, live."""

    def __init__(self, session: Session, touchpoint_id: str) -> None:
        self.touchpoint_id = touchpoint_id
        super().__init__(session)

    def make_panes(self) -> tuple[Pane[Any], ...]:
        """The overview, what explains its figures, and what is said beside them."""
        self.chosen = ChosenKpi()
        self.overview = OverviewPane(self.session, self.touchpoint_id)
        return (
            self.overview,
            BreakdownPane(self.session, self.touchpoint_id, self.chosen),
            WhatChangedPane(self.session, self.touchpoint_id, self.chosen),
            WordsPane(self.session, self.touchpoint_id),
            LogPane(self.session, self.touchpoint_id),
        )

    @property
    def data(self) -> TouchpointPage | None:
        """The page of the overview, None until it has come."""
        return self.overview.data

    def where(self) -> tuple[str, ...]:
        """Stage and touchpoint."""
        page = self.data
        return ("Journey map", "…") if page is None else place(page)

    def edited(self) -> tuple[str, str] | None:
        """This touchpoint."""
        return None if self.data is None else (self.touchpoint_id, self.data.score.name)

    def started(self) -> Start | None:
        """The KPI under the cursor of the overview, or the part under that of a breakdown."""
        period = self.session.period
        if isinstance(self.pane, OverviewPane) and self.data is not None:
            kpi = self.pane.kpi(self.data)
            return Start(self.touchpoint_id, kpi.name if kpi else "", period)
        if isinstance(self.pane, KpiPane) and self.pane.data is not None:
            data = self.pane.data
            behind = self.pane.behind(data)
            cut = WHOLE if isinstance(behind, str) else behind[0]
            return Start(self.touchpoint_id, data.kpi.name, period, cut)
        return Start(self.touchpoint_id, period=period)

    def on_overview_pane_explained(self, message: "OverviewPane.Explained") -> None:
        """Break that KPI down."""
        self.chosen.name = message.kpi
        self.show_pane(BreakdownPane.NAME)


def place(page: TouchpointPage) -> tuple[str, ...]:
    """Return where the touchpoint is: its stage and its name."""
    return (page.stage, page.score.name)


class OverviewPane(Pane[TouchpointPage]):
    """Standard of good, score, trend, KPIs, words, accountability and actions."""

    NAME = "overview"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("back", "back"),
        ("sql", "SQL"),
        ("words", "words"),
        ("explain", "break down"),
        ("pane.next", "pane"),
        ("period", "period"),
        ("copy.summary", "copy"),
        ("edit", "edit"),
        ("action", "action"),
        ("note", "note"),
        ("keys", "keys"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("full_stop", "sql", "the SQL behind this number", id="sql"),
        Binding("v", "words", "the customers' words", id="words"),
        Binding("b", "explain", "break this number down", id="explain"),
        Binding("K", "every_kpi", "all KPIs, or the main ones", id="kpis.all"),
        Binding("Y", "copy_summary", "copy a two-line summary", id="copy.summary"),
    ]

    board: TouchpointBoard

    class Explained(Message):
        """A KPI that is to be broken down."""

        def __init__(self, kpi: str | None) -> None:
            super().__init__()
            self.kpi = kpi

    def __init__(self, session: Session, touchpoint_id: str) -> None:
        self.touchpoint_id = touchpoint_id
        self.every = False
        super().__init__(session)

    @property
    def question(self) -> object:
        """Whether all KPIs are asked for."""
        return self.every

    def make_board(self) -> Board:
        """Return the page's pane."""
        return TouchpointBoard()

    def fetch(self, query: Cancellation, period: str) -> TouchpointPage:
        """Fetch the page."""
        boards = self.session.boards
        return boards.touchpoint(self.touchpoint_id, period, query, every=self.every)

    def present(self, data: TouchpointPage) -> None:
        """Hand the page to the pane."""
        self.board.page = data

    def basis(self, data: TouchpointPage) -> Basis:
        """The page brings its own state."""
        return Basis(data.state, data.period, "incomplete" in data.score.flags)

    def on_board_opened(self, message: Board.Opened) -> None:
        """Open what is under the cursor: a figure's SQL, or the words."""
        if message.spot.key.startswith("kpi:"):
            self.action_sql()
        elif message.spot.key.startswith("words:"):
            self.action_words()
        elif message.spot.key.startswith("action:"):
            from cjm_tui.screens.action import ActionScreen  # not before the first paint

            self.app.push_screen(ActionScreen(self.session, message.spot.key.partition(":")[2]))

    def action_sql(self) -> None:
        """Show the SQL behind the number under the cursor, else behind the touchpoint's own."""
        if self.data is not None:
            self.app.push_screen(
                FigureScreen(
                    self.session,
                    self.touchpoint_id,
                    self.kpi(self.data),
                    crumbs=place(self.data),
                    basis=self.basis(self.data),
                )
            )

    def kpi(self, page: TouchpointPage) -> Kpi | None:
        """Return the KPI under the cursor, else the touchpoint's own."""
        for line in page.kpis:
            if line.kpi.name == self.board.kpi_name:
                return line.kpi
        return page.score.kpi

    def panel_question(self) -> PanelQuestion | None:
        """The query behind the KPI under the cursor, else the touchpoint's own."""
        page = self.data
        kpi = self.kpi(page) if page else None
        if kpi is None:
            return None
        ask, period = self.session.boards.panel_text, self.session.period
        return partial(ask, self.touchpoint_id, kpi.name, period, WHOLE)

    def action_explain(self) -> None:
        """Have the KPI under the cursor broken down, else the touchpoint's own."""
        self.post_message(self.Explained(self.board.kpi_name))

    def action_every_kpi(self) -> None:
        """Show the KPIs that are only named, or put them away again."""
        if self.data is not None and (self.every or self.data.folded or self.data.gaps):
            self.every = not self.every
            self.feed.ask_anew()

    def action_words(self) -> None:
        """Show all that customers said here."""
        if self.data is not None:
            self.app.push_screen(
                WordsScreen(
                    self.session,
                    self.touchpoint_id,
                    crumbs=place(self.data),
                    basis=self.basis(self.data),
                )
            )

    def action_copy_summary(self) -> None:
        """Send the finding in two lines to the terminal's clipboard, for a mail."""
        if self.data is not None:
            self.copy(summary_words.page_summary(self.data, self.board.kpi_name))
