"""The audit's panes on what customers get: successful outcomes, and the five pitfalls."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from cjm_tui.domain import customer_outcome_words, pitfall_words
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.customer_outcome import CustomerOutcomes
from cjm_tui.domain.pitfalls import Pitfalls
from cjm_tui.screens.audit_evidence import CheckScreen, OutcomeScreen
from cjm_tui.screens.data_screen import Basis, PanelQuestion
from cjm_tui.screens.pane import Pane
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.customer_outcomes_board import CustomerOutcomesBoard
from cjm_tui.widgets.pitfalls_board import PitfallsBoard

_HINTS = (
    ("sql", "SQL"),
    ("pane.next", "pane"),
    ("copy.line", "copy"),
    ("period", "period"),
    ("keys", "keys"),
)
_NO_JOURNEY = Notice(
    Outcome.EMPTY,
    "There is no journey yet, so no outcome can be named.",
    "cjm import brings a map; E on the map adds a journey.",
)


class OutcomesPane(Pane[CustomerOutcomes]):
    """How far each journey is from its successful customer outcome."""

    NAME = "outcomes"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = _HINTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("full_stop", "sql", "the SQL behind this number", id="sql"),
    ]

    board: CustomerOutcomesBoard

    def make_board(self) -> Board:
        """Return the list."""
        return CustomerOutcomesBoard()

    def fetch(self, query: Cancellation, period: str) -> CustomerOutcomes:
        """Fetch the journeys' outcomes."""
        return self.session.boards.audit.outcomes(period, query)

    def present(self, data: CustomerOutcomes) -> None:
        """Hand them to the board."""
        self.board.found = data

    def empty(self, data: CustomerOutcomes) -> Notice | None:
        """Say where journeys come from."""
        return None if data.journeys else _NO_JOURNEY

    def basis(self, data: CustomerOutcomes) -> Basis | None:
        """They bring their own state."""
        return Basis(data.state, data.period)

    def on_board_opened(self, _: Board.Opened) -> None:
        """Show what stands behind the figure."""
        self.action_sql()

    def action_sql(self) -> None:
        """Show the SQL behind the journey's figure; from there its rows and words."""
        data, one = self.data, self.board.journey
        if data is None or one is None or not one.sql:
            why = customer_outcome_words.measured(one) if one else "no journey is under the cursor"
            self.say(f"no rows stand behind this: {why}")
            return
        basis = Basis(data.state, data.period)
        self.app.push_screen(OutcomeScreen(self.session, one, basis=basis))

    def panel_question(self) -> PanelQuestion | None:
        """The query behind the journey's figure, as it stands."""
        one = self.board.journey
        if one is None or one.kpi is None or not one.sql:
            return None
        found = one.kpi.name, one.sql
        return lambda _query: found


class PitfallsPane(Pane[Pitfalls]):
    """The five pitfalls, each check with its verdict and reasoning."""

    NAME = "pitfalls"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = _HINTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("full_stop", "sql", "the SQL behind this number", id="sql"),
    ]

    board: PitfallsBoard

    def make_board(self) -> Board:
        """Return the list."""
        return PitfallsBoard()

    def fetch(self, query: Cancellation, period: str) -> Pitfalls:
        """Ask the checks."""
        return self.session.boards.audit.pitfalls(period, query)

    def present(self, data: Pitfalls) -> None:
        """Hand them to the board."""
        self.board.found = data

    def basis(self, data: Pitfalls) -> Basis | None:
        """They bring their own state."""
        return Basis(data.state, data.period)

    def on_board_opened(self, _: Board.Opened) -> None:
        """Show what stands behind the check."""
        self.action_sql()

    def action_sql(self) -> None:
        """Show the check's SQL; from there all that it judged."""
        data, checked = self.data, self.board.checked
        if data is None or checked is None or not checked.sql:
            self.say("no rows stand behind this: there are no days that can be judged yet")
            return
        basis = Basis(data.state, data.period)
        value = pitfall_words.finding(checked)
        self.app.push_screen(CheckScreen(self.session, checked.check, value, basis=basis))

    def panel_question(self) -> PanelQuestion | None:
        """The check's query, as it stands."""
        checked = self.board.checked
        if checked is None or not checked.sql:
            return None
        found = checked.check.name, checked.sql
        return lambda _query: found
