"""The line into which a filter is typed."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from cjm_tui.screens.typed_line import TypedLine


class FilterLine(TypedLine):
    """Enter keeps the filter, esc takes it away."""

    PROMPT = "/"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "show all again", show=False, id="filter.leave")
    ]

    class Changed(Message):
        """The words to filter by."""

        def __init__(self, needle: str) -> None:
            super().__init__()
            self.needle = needle

    def close(self, needle: str) -> None:
        """Hide the line, leaving that filter."""
        self.field.value = needle
        self.post_message(self.Changed(needle))
        self.hide()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as it is typed."""
        event.stop()
        if self.display:
            self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter."""
        event.stop()
        self.close(self.field.value)

    def action_leave(self) -> None:
        """Take the filter away."""
        self.close("")
