"""Behind a number: the stored SQL with its parameters."""

from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from cjm_tui.domain import display
from cjm_tui.domain.action_start import Start
from cjm_tui.domain.breakdown import WHOLE, Cut
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.kpi import Kpi
from cjm_tui.domain.touchpoint import Figure
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis, PanelQuestion
from cjm_tui.screens.editing import FormsScreen
from cjm_tui.screens.evidence_screen import EvidenceScreen
from cjm_tui.screens.rows import RowsScreen
from cjm_tui.screens.words import WordsBehindScreen
from cjm_tui.widgets.board import Board, Notice
from cjm_tui.widgets.evidence import FigureBoard


class FigureScreen(FormsScreen, EvidenceScreen[Figure]):
    """The SQL that selects a number's denominator; enter shows its rows."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("open", "its rows"),
        ("words", "words"),
        ("action", "new action"),
        ("copy.line", "copy the SQL"),
        ("back", "back"),
        ("keys", "keys"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "propose an action, with this number", id="action"),
        Binding("v", "words", "the words behind this number", id="words"),
    ]

    board: FigureBoard

    def __init__(
        self,
        session: Session,
        touchpoint_id: str,
        kpi: Kpi | None,
        *,
        crumbs: tuple[str, ...],
        basis: Basis,
        cut: Cut = WHOLE,
        against: Comparison | None = None,
    ) -> None:
        """`cut` is which of the number's rows are meant, `against` the other days of a change."""
        self.kpi = kpi
        self.cut = cut
        self.against = against
        super().__init__(session, touchpoint_id, crumbs=crumbs, basis=basis)

    def make_board(self) -> Board:
        """Return the pane for SQL."""
        return FigureBoard()

    def fetch(self, query: Cancellation, _period: str) -> Figure:
        """Fetch the figure's SQL."""
        name = self.kpi.name if self.kpi else None
        boards, cut = self.session.boards, self.cut
        return boards.figure(self.touchpoint_id, name, self.period, query, cut, self.against)

    def present(self, data: Figure) -> None:
        """Hand the SQL to the pane."""
        self.board.value = self._value(data)
        self.board.figure = data

    def _value(self, figure: Figure) -> str:
        if self.kpi is None:
            return figure.kpi
        of = f"{self.cut.words}: " if self.cut.values else ""
        unit = self.kpi.unit
        if figure.before is not None:
            halves = (figure.before, figure.estimate)
            then, now = (display.amount(h.value, unit, fine=True) or "too few" for h in halves)
            return f"{of}{self.kpi.title} {then} → {now}"
        return f"{of}{self.kpi.title} {display.measured(figure.estimate, unit)}".rstrip()

    def crumbs(self, _data: Figure | None) -> tuple[str, ...]:
        """Where the number stands."""
        of = (self.cut.words,) if self.cut.values else ()
        return (
            *self.opened_from,
            *of,
            f"{self.kpi.short or self.kpi.name} SQL" if self.kpi else "SQL",
        )

    def empty(self, _data: Figure) -> Notice | None:
        """A figure always has its SQL."""
        return None

    def on_board_opened(self, _: Board.Opened) -> None:
        """Show the rows."""
        if self.data is not None:
            self.app.push_screen(
                RowsScreen(
                    self.session,
                    self.data,
                    self._value(self.data),
                    crumbs=self.opened_from,
                    basis=self.opened_on,
                )
            )

    def panel_question(self) -> PanelQuestion | None:
        """The SQL that is shown, its filters as parameters."""
        name = self.kpi.name if self.kpi else None
        ask = self.session.boards.panel_text
        return partial(ask, self.touchpoint_id, name, self.period, self.cut)

    def action_words(self) -> None:
        """Show what the customers behind the number said."""
        if self.data is not None:
            self.app.push_screen(
                WordsBehindScreen(
                    self.session,
                    self.data,
                    self._value(self.data),
                    crumbs=self.opened_from,
                    basis=self.opened_on,
                )
            )

    def action_add(self) -> None:
        """Propose an action; this number, its days and its SQL come along."""
        kpi = self.kpi
        start = (
            Start(self.touchpoint_id)
            if kpi is None
            else Start(self.touchpoint_id, kpi.name, self.period, self.cut)
        )
        self.open_form("action", about=start.text)
