"""The short list that opens beneath the word that is being typed."""

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from cjm_tui.domain.completion import Suggestion
from cjm_tui.widgets.picture import clip

_ROWS = 7
_WIDEST = 44


class CompletionList(Widget):
    """Suggestions, the chosen one marked; it never takes the keys itself."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"completion--kind", "completion--chosen"}
    DEFAULT_CSS = """
    CompletionList {
        position: absolute;
        layer: popup;
        display: none;
        background: $panel;
        color: $foreground;
        & > .completion--kind { color: $text-muted; }
        & > .completion--chosen { background: $block-cursor-blurred-background; }
        &:ansi { background: ansi_default; }
        &:ansi > .completion--kind { color: ansi_default; text-style: dim; }
        &:ansi > .completion--chosen { text-style: reverse; }
    }
    """

    suggestions: var[tuple[Suggestion, ...]] = var((), init=False)
    at: var[int] = var(0, init=False)

    @property
    def chosen(self) -> Suggestion | None:
        """The marked suggestion, None where nothing is offered."""
        return self.suggestions[self.at] if self.display and self.suggestions else None

    def offer(self, suggestions: tuple[Suggestion, ...], x: int, y: int) -> None:
        """Open beneath the cell, or above it where there is no room below."""
        if suggestions == self.suggestions and self.display:
            return
        self.suggestions = suggestions
        self.at = 0
        self.display = bool(suggestions)
        if not suggestions:
            return
        width = min(_WIDEST, max(self._width_of(s) for s in suggestions) + 2)
        height = min(_ROWS, len(suggestions))
        room = self.screen.size
        below = y + 1 + height <= room.height - 1
        self.styles.width, self.styles.height = width, height
        self.styles.offset = (
            max(0, min(x, room.width - width)),
            y + 1 if below else max(0, y - height),
        )
        self.refresh()

    def turn(self, by: int) -> None:
        """Mark the next suggestion, or the one before."""
        if self.suggestions:
            self.at = (self.at + by) % len(self.suggestions)
            self.refresh()

    def _width_of(self, suggestion: Suggestion) -> int:
        return cell_len(suggestion.words) + cell_len(suggestion.kind) + 3

    def render_line(self, y: int) -> Strip:
        """Return a suggestion with what it is behind it."""
        width, base = self.size.width, self.rich_style
        first = max(0, min(self.at - _ROWS // 2, len(self.suggestions) - self.size.height))
        index = first + y
        if index >= len(self.suggestions):
            return Strip.blank(width, base)
        suggestion = self.suggestions[index]
        marked = index == self.at
        words = clip(suggestion.words, width - 2)
        kind = clip(suggestion.kind, max(0, width - cell_len(words) - 4))
        space = max(1, width - 2 - cell_len(words) - cell_len(kind))
        dim = self.get_component_rich_style("completion--kind", partial=True)
        over = (
            self.get_component_rich_style("completion--chosen", partial=True)
            if marked
            else Style.null()
        )
        segments = [
            Segment("▸" if marked else " ", base + over),
            Segment(words + " " * space, base + over),
            Segment(kind + " ", base + dim + over),
        ]
        return Strip(segments).adjust_cell_length(width, base)
