"""The base of the panes that explain one of a touchpoint's KPIs, and the choice of that KPI."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Protocol, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cjm_tui.domain.breakdown import Cut
from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import Kpi
from cjm_tui.domain.period import Period
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis, PanelQuestion
from cjm_tui.screens.figure import FigureScreen
from cjm_tui.screens.pane import Pane
from cjm_tui.screens.part_words import PartWordsScreen
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.lines import CursorLine


class Explained(Protocol):
    """What the data of such a pane says of the KPI that it explains."""

    @property
    def state(self) -> DataState:
        """How current the data is."""
        ...

    @property
    def period(self) -> Period:
        """The days that are shown."""
        ...

    @property
    def stage(self) -> str:
        """The touchpoint's stage."""
        ...

    @property
    def touchpoint(self) -> str:
        """The touchpoint's name."""
        ...

    @property
    def kpi(self) -> Kpi:
        """The KPI that is explained."""
        ...

    @property
    def kpis(self) -> tuple[Kpi, ...]:
        """All that have rows at the touchpoint."""
        ...

    @property
    def concerned(self) -> bool:
        """Whether a day that lacks data counts here."""
        ...


T = TypeVar("T", bound=Explained)


@dataclass
class ChosenKpi:
    """Which KPI the panes of one touchpoint explain; None is the one that it is shown by."""

    name: str | None = None

    def step(self, kpis: Sequence[Kpi], shown: str, steps: int) -> None:
        """Go to the next or the previous of these KPIs, round and round."""
        names = [kpi.name for kpi in kpis]
        if names:
            at = names.index(shown) if shown in names else 0
            self.name = names[(at + steps) % len(names)]


class KpiPane(Pane[T]):
    """Explains the chosen KPI; what is under the cursor is said in full below, and has its rows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("full_stop", "sql", "the SQL behind this number", id="sql"),
        Binding("v", "words", "the words behind this number", id="words"),
        Binding("m", "kpi(1)", "the next KPI here", id="kpi.next"),
        Binding("M", "kpi(-1)", "the previous KPI here", id="kpi.previous"),
    ]

    def __init__(self, session: Session, touchpoint_id: str, chosen: ChosenKpi) -> None:
        self.touchpoint_id = touchpoint_id
        self.chosen = chosen
        self._under = CursorLine()
        super().__init__(session)

    # What a subclass says

    def behind(self, data: T) -> tuple[Cut, Comparison | None] | str:
        """Return which rows stand behind what is under the cursor, or why there are none."""
        raise NotImplementedError

    # What it is made of

    def compose(self) -> ComposeResult:
        """The board, and below it in full what is under the cursor."""
        yield self.board
        yield self._under

    @property
    def question(self) -> object:
        """Which KPI is asked for."""
        return self.chosen.name

    def on_board_moved(self, message: Board.Moved) -> None:
        """Say in full what is under the cursor now."""
        self._under.text = message.spot.words if message.spot else ""

    def on_board_opened(self, _: Board.Opened) -> None:
        """Show what stands behind the number."""
        self.action_sql()

    # Keys

    def action_sql(self) -> None:
        """Show the SQL behind the number under the cursor."""
        data = self.data
        if data is None or self.board.notice is not None:
            return
        behind = self.behind(data)
        if isinstance(behind, str):
            self.say(behind)
            return
        cut, against = behind
        self.app.push_screen(
            FigureScreen(
                self.session,
                self.touchpoint_id,
                data.kpi,
                crumbs=(data.stage, data.touchpoint),
                basis=_basis(data),
                cut=cut,
                against=against,
            )
        )

    def panel_question(self) -> PanelQuestion | None:
        """The SQL behind the number under the cursor."""
        data = self.data
        behind = "" if data is None or self.board.notice is not None else self.behind(data)
        if data is None or isinstance(behind, str):
            return None
        boards, at, name = self.session.boards, self.touchpoint_id, data.kpi.name
        days = f"{data.period.first}..{data.period.last}"
        cut, against = behind
        if against is None:
            return partial(boards.panel_text, at, name, days, cut)
        return lambda query: (name, boards.figure(at, name, days, query, cut, against).sql)

    def action_words(self) -> None:
        """Show what those customers said whom the number under the cursor counts."""
        data = self.data
        if data is None or self.board.notice is not None:
            return
        behind = self.behind(data)
        if isinstance(behind, str):
            self.say(behind)
            return
        where, basis = (data.stage, data.touchpoint), _basis(data)
        self.app.push_screen(
            PartWordsScreen(
                self.session, self.touchpoint_id, data.kpi.name, behind, crumbs=where, basis=basis
            )
        )

    def action_kpi(self, steps: int) -> None:
        """Explain the next or the previous KPI."""
        if (data := self.data) is not None:
            self.chosen.step(data.kpis, data.kpi.name, steps)
            self.feed.ask_anew()


def _basis(data: Explained) -> Basis:
    return Basis(data.state, data.period, data.concerned)
