"""The line into which the days of a period are typed."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from cjm_tui.screens.typed_line import TypedLine


class RangeLine(TypedLine):
    """Enter asks for those days, esc leaves the period as it is."""

    PROMPT = "days A..B "
    PLACEHOLDER = "2026-11-01..2026-11-20, or 14d"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave the period as it is", show=False, id="period.leave")
    ]

    class Typed(Message):
        """The text of a period, not checked yet."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Ask for these days."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def action_leave(self) -> None:
        """Change nothing."""
        self.hide()
