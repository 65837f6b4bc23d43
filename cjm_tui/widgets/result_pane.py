"""The answer to a query: how many rows of how many, and the rows, their chart, or a plan."""

from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from cjm_tui.domain.panel import Result
from cjm_tui.domain.quick_chart import charts
from cjm_tui.domain.result_view import View
from cjm_tui.widgets.chart_board import ChartBoard
from cjm_tui.widgets.lines import OneLine
from cjm_tui.widgets.picture import Ink, Line, Span, clip
from cjm_tui.widgets.result_table import ResultTable, Shown
from cjm_tui.widgets.text_board import TextBoard

_PLAN = ("explain_key", "explain_value")


class ResultLine(OneLine):
    """One sentence on what is shown."""

    words: var[str] = var("ctrl+j runs the statement at the cursor", init=False)
    failed: var[bool] = var(False, init=False)

    def watch_words(self) -> None:
        """Say it."""
        self.redraw()

    def watch_failed(self) -> None:
        """Say it in another ink."""
        self.redraw()

    def draw(self, width: int) -> Line:
        """The sentence."""
        ink = Ink.ALERT if self.failed else Ink.DIM
        return (Span(f" {clip(self.words, width - 2)}", ink),)


class ResultPane(Vertical):
    """Shows that a query runs, its rows, or why there are none."""

    DEFAULT_CSS = """
    ResultPane > ResultLine { border-top: none; background: $panel; }
    ResultPane:ansi > ResultLine { background: ansi_default; text-style: underline; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("S", "sort", "sort by this column: up, down, as it came", id="result.sort"),
        Binding("minus", "hide", "hide this column", id="result.hide"),
        Binding("plus", "unhide", "show all columns", id="result.unhide"),
        Binding("c", "chart", "chart, the next one, and back to the rows", id="result.chart"),
    ]

    class Arrange(Message):
        """Another view is wanted: it is prepared outside the loop."""

        def __init__(self, view: View) -> None:
            super().__init__()
            self.view = view

    def __init__(self) -> None:
        super().__init__()
        self._line = ResultLine()
        self._body: Widget | None = None
        self._since = 0.0
        self._chart = -1  # which of the charts is in sight
        self.shown: Shown | None = None
        self.view = View()

    def compose(self) -> ComposeResult:
        """The sentence; the rest comes with rows."""
        yield self._line

    @property
    def result(self) -> Result | None:
        """The last answer."""
        return self.shown.result if self.shown else None

    @property
    def table(self) -> ResultTable | None:
        """The rows, where they are in sight."""
        return self._body if isinstance(self._body, ResultTable) else None

    # What becomes of a query

    def begin(self) -> None:
        """A query has been started; what was there stays until there is something else."""
        self._since = monotonic()
        self._line.failed = False
        self._line.words = "running · esc stops it"

    def tick(self) -> None:
        """Say how long it has been running."""
        self._line.words = f"running for {monotonic() - self._since:.0f} s · esc stops it"

    async def show(self, shown: Shown, *, more: bool = False) -> None:
        """Show rows with the cursor on the same column, or a plan as it is.

        `more` means that others are under way.
        """
        column = self._at_column()
        self.shown, self.view, self._chart = shown, shown.view, -1
        self._line.failed = False
        result = shown.result
        again = " · gave way to an import and was run once more" if result.again else ""
        view = shown.view.words(result, shown.rows.num_rows)
        said = (result.words, view, f"{result.seconds:.2f} s{again}")
        if more:
            said = (f"the first {result.rows:,} rows", "more are coming", "esc stops it")
        self._line.words = " · ".join(part for part in said if part)
        if result.columns == _PLAN:
            await self._put(TextBoard("\n".join(map(str, result.table.column(1).to_pylist()))))
        else:
            table = ResultTable(shown)
            await self._put(table)
            if column in shown.columns:
                table.move_cursor(column=shown.columns.index(column))

    async def fail(self, message: str, hint: str) -> None:
        """Say why there are no rows."""
        self.shown = None
        self._line.failed = True
        self._line.words = message
        await self._put(TextBoard(f"{message}\n\n{hint}".strip()))

    def stopped(self) -> None:
        """The person has stopped it; what was there before is still there."""
        self._line.words = f"stopped after {monotonic() - self._since:.1f} s"

    def focus_table(self) -> bool:
        """Take the keys to the rows; False where there is nothing to take them to."""
        if self._body is None:
            return False
        self._body.focus()
        return True

    async def _put(self, body: Widget) -> None:
        focused = self._body is not None and self._body.has_focus
        if self._body is not None:
            await self._body.remove()
        self._body = body
        await self.mount(body)
        if focused:
            body.focus()

    # Keys

    def _at_column(self) -> int | None:
        table, shown = self.table, self.shown
        if table is None or shown is None or table.place is None:
            return None
        return shown.columns[table.place[1]]

    def action_sort(self) -> None:
        """Sort by the column under the cursor."""
        if (column := self._at_column()) is not None:
            self.post_message(self.Arrange(self.view.turned(column)))

    def action_hide(self) -> None:
        """Hide the column under the cursor; the last one stays."""
        column, shown = self._at_column(), self.shown
        if column is not None and shown is not None and len(shown.columns) > 1:
            hidden = self.view.hidden | {column}
            self.post_message(self.Arrange(replace(self.view, hidden=hidden)))

    def action_unhide(self) -> None:
        """Show all columns again."""
        self.post_message(self.Arrange(replace(self.view, hidden=frozenset())))

    def filter(self, needle: str) -> None:
        """Show the rows that have the needle somewhere."""
        self.post_message(self.Arrange(replace(self.view, needle=needle)))

    async def action_chart(self) -> None:
        """Draw the next chart that the columns allow; after the last one the rows again."""
        if self.shown is None:
            return
        known = charts(self.shown.result)
        self._chart += 1
        if self._chart >= len(known):
            await self.show_rows()
        else:
            board = ChartBoard()
            board.chart = known[self._chart]
            board.notice = None
            await self._put(board)
        self.focus_table()

    @property
    def charted(self) -> bool:
        """Whether a chart is in sight."""
        return self._chart >= 0

    async def show_rows(self) -> None:
        """Back from a chart to the rows."""
        if self.shown is not None:
            self._chart = -1
            await self._put(ResultTable(self.shown))
            self.focus_table()

    def copied(self, what: Callable[[Shown, int, int], str]) -> str:
        """Return what `what` makes of the shown rows and the cursor's place; "" without rows."""
        table = self.table
        if table is None or self.shown is None or table.place is None:
            return ""
        return what(self.shown, *table.place)
