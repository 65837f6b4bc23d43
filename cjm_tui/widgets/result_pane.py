"""The answer to a query: how many rows of how many, and the rows themselves."""

from time import monotonic
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.reactive import var
from textual_fastdatatable import ArrowBackend, DataTable

from cjm_tui.domain.panel import Result
from cjm_tui.widgets.lines import OneLine
from cjm_tui.widgets.picture import Ink, Line, Span, clip

_WIDEST = 60  # cells of a column


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
    ResultPane {
        & > DataTable { height: 1fr; background: $background; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "screen.focus_editor", "back to the editor", id="pane.next"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._line = ResultLine()
        self._table: DataTable | None = None
        self._since = 0.0
        self.result: Result | None = None

    def compose(self) -> ComposeResult:
        """The sentence; the table comes with rows."""
        yield self._line

    def begin(self) -> None:
        """A query has been started."""
        self._since = monotonic()
        self._line.failed = False
        self._line.words = "running · esc stops it"

    def tick(self) -> None:
        """Say how long it has been running."""
        self._line.words = f"running for {monotonic() - self._since:.0f} s · esc stops it"

    def show(self, result: Result) -> None:
        """Show the rows that have come."""
        self.result = result
        self._line.words = f"{result.words} · {result.seconds:.2f} s"
        self._put(result.table)

    def fail(self, message: str, hint: str) -> None:
        """Say why there are no rows; those before stay in sight no longer."""
        self._line.failed = True
        self._line.words = f"{message} {hint}".strip()
        self._clear()

    def stopped(self) -> None:
        """The person has stopped it."""
        self._line.words = f"stopped after {monotonic() - self._since:.1f} s"

    def focus_table(self) -> None:
        """Take the keys to the rows."""
        if self._table is not None:
            self._table.focus()

    def _clear(self) -> None:
        if self._table is not None:
            self._table.remove()
            self._table = None

    def _put(self, rows: Any) -> None:
        self._clear()
        self._table = DataTable(
            backend=ArrowBackend(rows),
            null_rep="NULL",
            render_markup=False,
            max_column_content_width=60,
        )
        self.mount(self._table)
