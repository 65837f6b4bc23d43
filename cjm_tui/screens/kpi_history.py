"""The history of a KPI: its definitions, what each change did to the value, and decisions."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.kpi_history import KpiHistory
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis, DataScreen
from cjm_tui.screens.editing import FormsScreen
from cjm_tui.widgets.board import Board, Notice
from cjm_tui.widgets.kpi_history_board import KpiHistoryBoard


class KpiHistoryScreen(FormsScreen, DataScreen[KpiHistory]):
    """What a KPI has been; from here its class is changed too."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("kpi.class", "class"),
        ("copy.line", "copy"),
        ("period", "period"),
        ("back", "back"),
        ("keys", "keys"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "class", "say what class this KPI is, or retire it", id="kpi.class"),
    ]

    board: KpiHistoryBoard

    def __init__(self, session: Session, kpi: str) -> None:
        self.kpi = kpi
        super().__init__(session)

    def make_board(self) -> Board:
        """Return the board."""
        return KpiHistoryBoard()

    def fetch(self, query: Cancellation, period: str) -> KpiHistory:
        """Fetch definitions and decisions."""
        return self.session.boards.audit.kpi_history(self.kpi, period, query)

    def present(self, data: KpiHistory) -> None:
        """Hand them to the board."""
        self.board.history = data

    def crumbs(self, _data: KpiHistory | None) -> tuple[str, ...]:
        """The KPI of the audit."""
        return ("Audit", self.kpi, "history")

    def basis(self, data: KpiHistory) -> Basis:
        """It brings its own state."""
        return Basis(data.state, data.period)

    def empty(self, _data: KpiHistory) -> Notice | None:
        """There is always something to say of a KPI."""
        return None

    def action_class(self) -> None:
        """Ask for its class, and why."""
        self.open_form("kpi", self.kpi)
