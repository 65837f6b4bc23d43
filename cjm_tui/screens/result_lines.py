"""The lines above the hints of the query panel: what to filter by, and where to write."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from cjm_tui.screens.typed_line import TypedLine


class ResultFilterLine(TypedLine):
    """Enter shows the rows that have the words; an empty line shows all again."""

    PROMPT = "/"
    PLACEHOLDER = "rows that have this anywhere; enter"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "want_all", "show all rows", show=False, id="result.filter.leave")
    ]

    class Wanted(Message):
        """What the rows must have."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Filter."""
        event.stop()
        self.hide()
        self.post_message(self.Wanted(event.value))

    def action_want_all(self) -> None:
        """Show all rows again."""
        self.hide()
        self.post_message(self.Wanted(""))


class ExportLine(TypedLine):
    """Enter writes the result to that file; its ending says how."""

    PROMPT = "write to "
    PLACEHOLDER = "calls.csv, .json, .parquet, .md or .txt"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "write nothing", show=False, id="export.leave")
    ]

    class Wanted(Message):
        """The name of a file; "" for none."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write."""
        event.stop()
        self.hide()
        self.post_message(self.Wanted(event.value))

    def action_leave(self) -> None:
        """Write nothing."""
        self.hide()
        self.post_message(self.Wanted(""))
