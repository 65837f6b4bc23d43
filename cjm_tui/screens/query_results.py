"""What is done with the results of the query panel: views, copies, one cell, a file."""

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.message import Message

from cjm_tui.domain.panel import Result
from cjm_tui.domain.result_view import View
from cjm_tui.errors import CjmError
from cjm_tui.screens.cell import CellScreen
from cjm_tui.screens.clipboard import send_to_clipboard
from cjm_tui.screens.hinted import HintedScreen
from cjm_tui.screens.panel import Panel
from cjm_tui.screens.result_lines import AskLine, ExportLine, ResultFilterLine
from cjm_tui.widgets.result_copies import COPIES, cell_in_full
from cjm_tui.widgets.result_pane import ResultPane
from cjm_tui.widgets.result_table import ResultTable, Shown


class QueryResults(HintedScreen):
    """The results and their keys; the panel's screen adds the editor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy('cell')", "copy the cell", id="copy.cell"),
        Binding("Y", "copy('row')", "copy the row", id="copy.row"),
        Binding("K", "copy('column')", "copy the column", id="copy.column"),
        Binding("T", "copy('table')", "copy all rows with their header", id="copy.table"),
        Binding("slash", "filter", "filter the rows", id="result.filter"),
        Binding("x", "export", "write the result to a file", id="export"),
        Binding("z", "zoom", "the results alone, or with the editor", id="result.zoom"),
    ]

    class Outcome(Message):
        """What a thread has brought; `show` shows it, on the loop."""

        def __init__(self, show: Callable[[], Awaitable[None]]) -> None:
            super().__init__()
            self.show = show

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self.panel = panel
        self.results = ResultPane()
        self._filter = ResultFilterLine()
        self._export = ExportLine()

    async def on_query_results_outcome(self, message: "QueryResults.Outcome") -> None:
        """Show what has come."""
        await message.show()

    def on_result_pane_arrange(self, message: ResultPane.Arrange) -> None:
        """Sort, filter or hide outside the loop: there may be a million rows."""
        if (result := self.results.result) is not None:
            self._arrange(result, message.view)

    @work(thread=True, exclusive=True, group="arrange", exit_on_error=False)
    def _arrange(self, result: Result, view: View) -> None:
        self.post_message(self.Outcome(partial(self._arranged, Shown(result, view))))

    async def _arranged(self, shown: Shown) -> None:
        if self.results.result is shown.result:
            await self.results.show(shown)
            self.results.focus_table()

    def on_result_table_opened(self, _: ResultTable.Opened) -> None:
        """Show the cell in full."""
        table, shown = self.results.table, self.results.shown
        if table is None or shown is None or table.place is None:
            return
        row, column = table.place
        name = shown.result.columns[shown.columns[column]]
        text = cell_in_full(shown.cell(row, column))
        self.app.push_screen(CellScreen(("Query", f"row {row + 1:,}", name), text))

    def action_copy(self, what: str) -> None:
        """Send a cell, a row, a column or all rows to the terminal's clipboard."""
        text = self.results.copied(COPIES[what])
        if text:
            send_to_clipboard(self.app, text)
            self.say(f"the {what} was sent to the terminal's clipboard; x writes a file")

    def action_filter(self) -> None:
        """Type to filter the rows."""
        self._filter.open(self.results.view.needle)

    def action_export(self) -> None:
        """Ask for the name of a file."""
        if self.results.result is None:
            self.say("there is nothing to export yet")
        else:
            self._export.open("")

    def on_ask_line_answered(self, message: AskLine.Answered) -> None:
        """Filter by what was typed, or write the file of that name."""
        result = self.results.result
        if message.line is self._filter:
            self.results.filter(message.text)
        elif message.text and result is not None:
            self._write(result, message.text)
        self.results.focus_table()

    @work(thread=True, exclusive=True, group="export", exit_on_error=False)
    def _write(self, result: Result, name: str) -> None:
        try:
            said = self.panel.export(result, Path(name).expanduser())
        except CjmError as error:
            said = f"{error.message} {error.hint}".strip()
        self.app.call_from_thread(self.say, said)

    def action_zoom(self) -> None:
        """Give the results the whole screen, or give it back."""
        self.toggle_class("-zoomed")
        self.results.focus_table()
