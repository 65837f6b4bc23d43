"""The rows of a result in a table that holds a million of them."""

from typing import Any, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual_fastdatatable import ArrowBackend, DataTable

from cjm_tui.domain.panel import Result
from cjm_tui.domain.result_view import View, arranged, safe, shown_columns
from cjm_tui.widgets.picture import clip

WIDEST = 60  # cells of a column


class Shown:
    """A view of a result, prepared outside the loop: what is copied, and what is seen."""

    def __init__(self, result: Result, view: View) -> None:
        self.result = result
        self.view = view
        self.columns = shown_columns(result, view.hidden)
        self.rows = arranged(result, view)
        self.seen = safe(self.rows.select(list(self.columns)))

    def cell(self, row: int, column: int) -> Any:
        """Return a cell as it came."""
        return self.rows.column(self.columns[column])[row].as_py()


class ResultTable(DataTable):
    """Moves by the app's keys; what is to be done with a cell goes up by messages."""

    DEFAULT_CSS = """
    ResultTable {
        height: 1fr;
        background: $background;
        & > .datatable--header { background: $background; color: $secondary; text-style: bold; }
        & > .datatable--cursor { background: $block-cursor-blurred-background; color: $foreground; }
        & > .datatable--fixed { background: $background; color: $text-muted; }
        &:ansi > .datatable--cursor { text-style: reverse; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "down", show=False, id="result.down"),
        Binding("k", "cursor_up", "up", show=False, id="result.up"),
        Binding("h", "cursor_left", "left", show=False, id="result.left"),
        Binding("l", "cursor_right", "right", show=False, id="result.right"),
        Binding("g", "cursor_table_start", "first row", show=False, id="result.top"),
        Binding("G", "cursor_table_end", "last row", show=False, id="result.bottom"),
        Binding("ctrl+d", "page_down", "a page down", show=False, id="result.page.down"),
        Binding("ctrl+u", "page_up", "a page up", show=False, id="result.page.up"),
        Binding("tab,shift+tab", "screen.focus_editor", "back to the editor", id="editor"),
    ]

    class Opened(Message):
        """A cell is to be seen in full."""

    def __init__(self, shown: Shown) -> None:
        kinds = [shown.result.types[at].lower() for at in shown.columns]
        names = [shown.result.columns[at] for at in shown.columns]
        labels = [
            Text.assemble((clip(name, WIDEST), "bold"), " ", (clip(kind, 20), "dim"))
            for name, kind in zip(names, kinds, strict=True)
        ]
        super().__init__(
            backend=ArrowBackend(shown.seen),
            column_labels=list(labels),
            max_column_content_width=WIDEST,
            null_rep="NULL",
            render_markup=False,
            show_row_labels=False,
        )
        self.shown = shown

    def on_data_table_cell_selected(self, event: DataTable.CellSelected) -> None:
        """Enter opens the cell."""
        event.stop()
        self.post_message(self.Opened())

    @property
    def place(self) -> tuple[int, int] | None:
        """Row and column of the cursor, None where there are no rows."""
        return (self.cursor_row, self.cursor_column) if self.row_count else None
