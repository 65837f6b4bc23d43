"""Behind a journey's outcome and behind a check of a pitfall: the stored SQL, then its rows."""

from typing import ClassVar

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.customer_outcome import JourneyOutcome
from cjm_tui.domain.pitfalls import Check
from cjm_tui.domain.touchpoint import Figure
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis, PanelQuestion
from cjm_tui.screens.evidence_screen import EvidenceScreen
from cjm_tui.screens.figure import FigureScreen
from cjm_tui.screens.rows import RowsScreen
from cjm_tui.widgets.board import Board, Notice
from cjm_tui.widgets.evidence import FigureBoard


class OutcomeScreen(FigureScreen):
    """The SQL that selects the contacts of a journey's outcome; enter shows them."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = tuple(
        hint for hint in FigureScreen.HINTS if hint[0] != "action"
    )

    def __init__(self, session: Session, one: JourneyOutcome, *, basis: Basis) -> None:
        self.journey_id = one.journey_id
        crumbs = ("Audit", one.journey, "outcome")
        super().__init__(session, "", one.kpi, crumbs=crumbs, basis=basis)

    def fetch(self, query: Cancellation, _period: str) -> Figure:
        """Fetch the figure's SQL."""
        return self.session.boards.audit.outcome_figure(self.journey_id, self.period, query)

    def panel_question(self) -> PanelQuestion | None:
        """The SQL that is shown, as it stands."""
        return as_it_stands(self.data)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An action is of a touchpoint; a journey's figure is of none."""
        return False if action == "add" else super().check_action(action, parameters)


class CheckScreen(EvidenceScreen[Figure]):
    """The SQL of a check; enter shows all that it judged."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("open", "its rows"),
        ("copy.line", "copy the SQL"),
        ("back", "back"),
        ("keys", "keys"),
    )
    board: FigureBoard

    def __init__(self, session: Session, check: Check, value: str, *, basis: Basis) -> None:
        self.check = check
        self.value = value
        super().__init__(session, "", crumbs=("Audit", str(check.pitfall)), basis=basis)

    def make_board(self) -> Board:
        """Return the pane for SQL."""
        return FigureBoard()

    def fetch(self, query: Cancellation, _period: str) -> Figure:
        """Fetch the check's SQL."""
        return self.session.boards.audit.pitfall_figure(self.check.name, self.period, query)

    def present(self, data: Figure) -> None:
        """Hand the SQL to the pane."""
        self.board.value = self.value
        self.board.figure = data

    def crumbs(self, _data: Figure | None) -> tuple[str, ...]:
        """Which check."""
        return (*self.opened_from, f"{self.check.name} SQL")

    def empty(self, _data: Figure) -> Notice | None:
        """A check always has its SQL."""
        return None

    def on_board_opened(self, _: Board.Opened) -> None:
        """Show the rows."""
        if self.data is not None:
            self.app.push_screen(
                JudgedScreen(
                    *(self.session, self.data, self.check.title),
                    crumbs=(*self.opened_from, self.check.name),
                    basis=self.opened_on,
                )
            )

    def panel_question(self) -> PanelQuestion | None:
        """The SQL that is shown, as it stands."""
        return as_it_stands(self.data)


class JudgedScreen(RowsScreen):
    """What a check judged; these rows are no denominator, so no words belong to them."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = tuple(
        hint for hint in RowsScreen.HINTS if hint[0] != "words"
    )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nobody's words are with them."""
        return False if action == "words" else super().check_action(action, parameters)


def as_it_stands(figure: Figure | None) -> PanelQuestion | None:
    """Return the SQL of a figure for the query panel."""
    if figure is None:
        return None
    found = figure.kpi, figure.sql
    return lambda _query: found
