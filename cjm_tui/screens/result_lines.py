"""The line above the hints of the query panel: what to filter by, or where to write."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from cjm_tui.screens.typed_line import TypedLine


class AskLine(TypedLine):
    """Enter answers; esc answers with nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "answer with nothing", show=False, id="line.leave")
    ]

    class Answered(Message):
        """What was typed into which line; "" for nothing."""

        def __init__(self, line: "AskLine", text: str) -> None:
            super().__init__()
            self.line = line
            self.text = text

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer."""
        event.stop()
        self._answer(event.value)

    def action_leave(self) -> None:
        """Answer with nothing."""
        self._answer("")

    def _answer(self, text: str) -> None:
        self.hide()
        self.post_message(self.Answered(self, text.strip()))


class ResultFilterLine(AskLine):
    """The rows that have these words; nothing shows all again."""

    PROMPT = "/"
    PLACEHOLDER = "rows that have this anywhere; enter"


class ExportLine(AskLine):
    """A file, whose ending says how it is written."""

    PROMPT = "write to "
    PLACEHOLDER = "calls.csv, .json, .parquet, .md or .txt"
