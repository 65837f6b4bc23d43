"""The line into which a filter is typed."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from cjm_tui.screens.typed_line import TypedLine


class FilterLine(TypedLine):
    """Enter keeps the filter, esc takes it away, tab goes on with what is offered."""

    PROMPT = "/"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "show all again", show=False, id="filter.leave"),
        Binding("tab", "complete", "what is offered", show=False, id="filter.complete"),
    ]

    class Changed(Message):
        """The words to filter by."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Completing(Message):
        """The last word is to go on as it is offered."""

    class Kept(Message):
        """Enter: this is the filter."""

    def close(self, text: str) -> None:
        """Hide the line, leaving that filter."""
        self.field.value = text
        self.post_message(self.Changed(text))
        self.hide()
        self.post_message(self.Kept())

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

    def action_complete(self) -> None:
        """Go on as it is offered."""
        self.post_message(self.Completing())
