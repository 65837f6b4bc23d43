"""The fields of a form: a line to type into, and a line to choose on; neither blinks."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.message import Message
from textual.widgets import Input

from cjm_tui.domain.form import NOT_SAID, Choice
from cjm_tui.widgets.lines import OneLine
from cjm_tui.widgets.picture import Ink, Line, Span, clip, fit


class TextField(Input):
    """One line of text."""

    DEFAULT_CSS = """
    TextField { width: 1fr; padding: 0; background: transparent; }
    TextField:focus { background: $block-cursor-blurred-background; }
    TextField:ansi:focus { text-style: underline; }
    """

    def __init__(self, value: str) -> None:
        super().__init__(value, select_on_focus=False, compact=True)
        self.cursor_blink = False


class ChoiceField(OneLine, can_focus=True):
    """One of several, by arrows or by typing the beginning of its words."""

    DEFAULT_CSS = """
    ChoiceField:focus { background: $block-cursor-blurred-background; }
    ChoiceField:ansi:focus { text-style: underline; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "turn(1)", "next choice", show=False, id="choice.next"),
        Binding("left", "turn(-1)", "choice before", show=False, id="choice.before"),
        Binding("delete", "clear", "choose nothing", show=False, id="choice.none"),
    ]

    class Changed(Message):
        """Another choice is shown."""

    def __init__(self, choices: tuple[Choice, ...], value: str) -> None:
        super().__init__()
        self._choices = choices
        known = [choice.value for choice in choices]
        self._at = known.index(value) if value in known else -1
        self._typed = ""
        self._held = False  # by the keys; has_focus still says so while they leave

    @property
    def value(self) -> str:
        """The value chosen; "" for none."""
        return self._choices[self._at].value if self._at >= 0 else NOT_SAID

    @value.setter
    def value(self, value: str) -> None:
        known = [choice.value for choice in self._choices]
        self._at = known.index(value) if value in known else -1
        self._show()

    def draw(self, width: int) -> Line:
        """The choice between the marks that say how to change it, and which of how many."""
        words = self._choices[self._at].words if self._at >= 0 else "choose"
        if not self._held:
            return (Span(clip(words, width), Ink.DIM if self._at < 0 else Ink.PLAIN),)
        count = f"  {self._at + 1} of {len(self._choices)}" if self._at >= 0 else ""
        typed = f"  “{self._typed}”" if self._typed else ""
        spans = (
            Span("‹ ", Ink.DIM),
            Span(clip(words, max(8, width - 24))),
            Span(f" ›{count}{typed}", Ink.DIM),
        )
        return fit(spans, width)

    def on_focus(self) -> None:
        """Show how to choose."""
        self._held = True
        self.redraw()

    def on_blur(self) -> None:
        """Forget what was typed."""
        self._held, self._typed = False, ""
        self.redraw()

    def on_key(self, event: Key) -> None:
        """Jump to the choice that begins with what is typed, else to one that has it within."""
        if event.key == "backspace":
            event.stop()
            self._seek(self._typed[:-1])
        elif event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            self._seek(self._typed + event.character.casefold())

    def _seek(self, typed: str) -> None:
        """Look for all that was typed; where nothing has it, for the last letter alone."""
        for needle in (typed, typed[-1:]):
            words = [choice.words.casefold() for choice in self._choices]
            found = [i for i, text in enumerate(words) if text.startswith(needle)]
            found += [i for i, text in enumerate(words) if needle in text]
            if found and needle:
                self._at, self._typed = found[0], needle
                break
        else:
            self._typed = ""
        self._show()

    def action_turn(self, by: int) -> None:
        """Show the next choice, or the one before."""
        if self._choices:
            self._at = (self._at + by) % len(self._choices) if self._at >= 0 else 0
            self._typed = ""
            self._show()

    def action_clear(self) -> None:
        """Choose nothing, where nothing is a choice."""
        self.value = NOT_SAID

    def _show(self) -> None:
        self.redraw()
        self.post_message(self.Changed())
