"""A line into which something is typed, above the hints, without a blinking cursor."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static


class TypedLine(Horizontal):
    """Hidden until it is opened; a subclass says what enter and esc mean."""

    PROMPT: ClassVar[str] = ""
    PLACEHOLDER: ClassVar[str] = ""
    DEFAULT_CSS = """
    TypedLine {
        height: 1;
        display: none;
        & > Static { width: auto; padding-left: 1; }
        & > Input { width: 1fr; padding: 0; background: transparent; }
    }
    """

    class Closed(Message):
        """The line has gone."""

    class Stays(Message):
        """Enter has changed nothing: what was typed after it is still for the line."""

    def compose(self) -> ComposeResult:
        """What is asked for, and what is typed."""
        yield Static(self.PROMPT, markup=False)
        field = Input(select_on_focus=False, compact=True, placeholder=self.PLACEHOLDER)
        field.cursor_blink = False
        yield field

    @property
    def field(self) -> Input:
        """Where it is typed."""
        return self.query_one(Input)

    def open(self, text: str) -> None:
        """Show the line with this text and take the keys."""
        self.display = True
        self.field.value = text
        self.field.focus()

    def go_on(self, text: str) -> None:
        """Take a completed text, the cursor behind it."""
        self.field.value = text
        self.field.cursor_position = len(text)

    def hide(self) -> None:
        """Give the line's place back."""
        self.display = False
        self.post_message(self.Closed())
