"""The pane that breaks one of a touchpoint's KPIs down."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from cjm_tui.domain.breakdown import Breakdown, Cut
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.summary_words import part_summary
from cjm_tui.screens.kpi_pane import KpiPane
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.breakdown_board import BreakdownBoard


class BreakdownPane(KpiPane[Breakdown]):
    """One KPI by reason, team, hour and weekday, segment …; each number leads to its rows."""

    NAME = "breakdown"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("sql", "SQL"),
        ("kpi.next", "KPI"),
        ("sort", "sort"),
        ("period", "period"),
        ("pane.next", "pane"),
        ("words", "words"),
        ("copy.summary", "copy"),
        ("keys", "keys"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("S", "sort", "sort by customers hurt, or by n", id="sort"),
        Binding("Y", "copy_summary", "copy a two-line summary", id="copy.summary"),
    ]

    board: BreakdownBoard

    def make_board(self) -> Board:
        """Return the board of a breakdown."""
        return BreakdownBoard()

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

    def behind(self, _data: Breakdown) -> tuple[Cut, Comparison | None] | str:
        """The rows of the part under the cursor, or of all parts."""
        part = self.board.part
        if part is not None and part.totalled:
            return "these came as daily totals, which have no rows"
        return (part.cut if part else Cut()), None

    def action_copy_summary(self) -> None:
        """Send the figure or the part under the cursor in two lines to the clipboard."""
        if (data := self.data) is not None and self.board.notice is None:
            self.copy(part_summary(data, self.board.part))

    def action_sort(self) -> None:
        """Sort the lists by customers hurt, or by n."""
        self.board.by_harm = not self.board.by_harm
        self.say("most customers hurt first" if self.board.by_harm else "most rows first")
