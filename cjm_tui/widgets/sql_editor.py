"""The SQL editor: highlighted, completed as one types, and silent while nobody does."""

import re
from typing import ClassVar

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.document._document import Document
from textual.events import Blur, Key
from textual.message import Message
from textual.reactive import var
from textual.widgets import TextArea
from textual.widgets.text_area import TextAreaTheme

from cjm_tui.domain.completion import Suggestion, complete
from cjm_tui.domain.schema import Schema
from cjm_tui.domain.sql_text import parameters, with_parameters
from cjm_tui.widgets.completion_list import CompletionList

_COMMENT = "-- "
_WORD_TYPED = re.compile(r"[A-Za-z_]\w+\Z")  # two letters, and suggestions come by themselves


class SqlEditor(TextArea):
    """One buffer's text; what is to be done with it goes up by messages and actions."""

    DEFAULT_CSS = """
    SqlEditor {
        border: none;
        padding: 0;
        background: $background;
        &:focus { border: none; }
        & .text-area--cursor-line { background: $background; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+space,ctrl+@", "offer", "what may come here", id="complete"),
        Binding("ctrl+underscore,ctrl+slash,f3", "comment", "comment lines", id="comment"),
    ]

    schema: var[Schema] = var(Schema(), init=False)

    class Typed(Message):
        """The text is another one."""

    def __init__(self, completion: CompletionList) -> None:
        super().__init__(
            language="sql", show_line_numbers=True, tab_behavior="focus", soft_wrap=False
        )
        self.cursor_blink = False
        self._completion = completion

    def on_mount(self) -> None:
        """Take the theme's colours, now and whenever it changes."""
        self._dress()
        self.app.theme_changed_signal.subscribe(self, lambda _: self._dress())

    def _dress(self) -> None:
        """Highlight with the theme's own few colours."""
        colours = self.app.get_css_variables()

        def ink(name: str, *, bold: bool = False) -> Style:
            colour = colours.get(name, "")
            return Style(color=colour if colour.startswith("#") else None, bold=bold)

        ansi = self.app.theme.startswith("ansi")
        dim = Style(dim=True) if ansi else ink("text-muted")
        self.register_theme(
            TextAreaTheme(
                name="cjm",
                gutter_style=dim,
                cursor_style=Style(reverse=True),
                selection_style=Style(reverse=True)
                if ansi
                else Style(bgcolor=colours.get("block-cursor-blurred-background")),
                syntax_styles={
                    "keyword": Style(bold=True) if ansi else ink("secondary", bold=True),
                    "string": Style(italic=True) if ansi else ink("success"),
                    "comment": dim,
                },
            )
        )
        self.theme = "cjm"

    # Text and place

    @property
    def offset_of_cursor(self) -> int:
        """How many characters stand before the cursor."""
        return self._lines.get_index_from_location(self.cursor_location)

    @property
    def offset_of_selection(self) -> int:
        """How many characters stand before what is selected."""
        return self._lines.get_index_from_location(min(self.selection.start, self.selection.end))

    @property
    def _lines(self) -> Document:
        assert isinstance(self.document, Document)
        return self.document

    def put(self, text: str, cursor: tuple[int, int]) -> None:
        """Show another buffer's text with its cursor where it was."""
        self.load_text(text)
        row = min(max(0, cursor[0]), self.document.line_count - 1)
        self.move_cursor((row, min(max(0, cursor[1]), len(self.document.get_line(row)))))

    def replace_all(self, text: str) -> None:
        """Put another text in place of all; it can be undone."""
        self.replace(text, self.document.start, self.document.end, maintain_selection_offset=False)

    def point_at(self, line: int, column: int) -> None:
        """Put the cursor where an error is; both count from 1."""
        row = min(max(1, line), self.document.line_count) - 1
        at = min(max(1, column), len(self.document.get_line(row)) + 1) - 1
        self.move_cursor((row, at), center=True)

    # Completion

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell that there is another text."""
        event.stop()
        self.post_message(self.Typed())

    def on_blur(self, _: Blur) -> None:
        """Nobody chooses any more."""
        self._close()

    async def _on_key(self, event: Key) -> None:
        """Give keys to the open list first, then to the text, and offer what fits then."""
        if self._completion.display and self._choose(event.key):
            event.stop()
            event.prevent_default()
            return
        await super()._on_key(event)
        if event.is_printable or event.key == "backspace":
            self.call_after_refresh(self._offer_by_itself)
        elif event.key not in ("shift", "ctrl+space", "ctrl+@"):
            self._close()

    def _choose(self, key: str) -> bool:
        match key:
            case "down" | "ctrl+n":
                self._completion.turn(1)
            case "up" | "ctrl+p":
                self._completion.turn(-1)
            case "tab" | "enter":
                self._take(self._completion.chosen)
            case "escape":
                self._close()
            case _:
                return False
        return True

    def _offer_by_itself(self) -> None:
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        if _WORD_TYPED.search(before) or before.endswith("."):
            self.action_offer()
        else:
            self._close()

    def action_offer(self) -> None:
        """Offer what may come at the cursor."""
        found = complete(self.schema, self.text, self.offset_of_cursor)
        typed = self.offset_of_cursor - found.start
        x, y = self.cursor_screen_offset
        self._completion.offer(found.suggestions, x - typed, y)

    def _take(self, suggestion: Suggestion | None) -> None:
        """Put the suggestion in place of what was typed, its parameters on the top lines."""
        self._close()
        if suggestion is None:
            return
        found = complete(self.schema, self.text, self.offset_of_cursor)
        start = self._lines.get_location_from_index(found.start)
        self.replace(
            suggestion.insert, start, self.cursor_location, maintain_selection_offset=False
        )
        known = parameters(self.text)
        if missing := {name: "" for name, _ in suggestion.params if name not in known}:
            self.insert(with_parameters("", missing), (0, 0))

    def _close(self) -> None:
        self._completion.display = False

    # Lines

    def action_comment(self) -> None:
        """Turn the lines of the selection into comments, or back where all of them are."""
        first, last = sorted((self.selection.start[0], self.selection.end[0]))
        rows = range(first, last + 1)
        texts = [self.document.get_line(row) for row in rows]
        filled = [text for text in texts if text.strip()]
        back = bool(filled) and all(text.lstrip().startswith("--") for text in filled)
        new = [_uncommented(text) if back else _commented(text) for text in texts]
        at = self.cursor_location
        self.replace("\n".join(new), (first, 0), (last, len(texts[-1])))
        self.move_cursor(
            (at[0], max(0, at[1] + len(new[at[0] - first]) - len(texts[at[0] - first])))
        )


def _commented(text: str) -> str:
    return _COMMENT + text if text.strip() else text


def _uncommented(text: str) -> str:
    indent = text[: len(text) - len(text.lstrip())]
    return indent + text.lstrip().removeprefix("--").removeprefix(" ") if text.strip() else text
