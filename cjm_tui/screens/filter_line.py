"""The line into which a filter is typed, without a blinking cursor."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static


class FilterLine(Horizontal):
    """Hidden until it is opened; enter keeps the filter, esc takes it away."""

    DEFAULT_CSS = """
    FilterLine {
        height: 1;
        display: none;
        & > Static { width: 2; padding-left: 1; }
        & > Input { width: 1fr; padding: 0; background: transparent; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "show all again", show=False, id="filter.leave")
    ]

    class Changed(Message):
        """The words to filter by."""

        def __init__(self, needle: str) -> None:
            super().__init__()
            self.needle = needle

    class Closed(Message):
        """The line has gone."""

    def compose(self) -> ComposeResult:
        """The key that opened it, and what is typed."""
        yield Static("/", markup=False)
        field = Input(select_on_focus=False, compact=True)
        field.cursor_blink = False
        yield field

    @property
    def _field(self) -> Input:
        return self.query_one(Input)

    def open(self, needle: str) -> None:
        """Show the line and take the keys."""
        self.display = True
        self._field.value = needle
        self._field.focus()

    def close(self, needle: str) -> None:
        """Hide the line, leaving that filter."""
        self._field.value = needle
        self.post_message(self.Changed(needle))
        self.display = False
        self.post_message(self.Closed())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as it is typed."""
        event.stop()
        if self.display:
            self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter."""
        event.stop()
        self.close(self._field.value)

    def action_leave(self) -> None:
        """Take the filter away."""
        self.close("")
