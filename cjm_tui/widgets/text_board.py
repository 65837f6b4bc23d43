"""Text of several lines as it stands: a plan, an error, one cell in full."""

from textual.geometry import Size

from cjm_tui.domain.text import shown_lines
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Picture, Span, clip, pieces


class TextBoard(Board):
    """Lines as they are; one that is longer than the pane goes on in the next."""

    def __init__(self, text: str, *, broken: bool = True) -> None:
        super().__init__()
        self.text = text
        self._broken = broken
        self.notice = None

    def draw(self, size: Size) -> Picture:
        """The lines."""
        width = max(8, size.width - 2)
        lines = []
        for text in shown_lines(self.text).split("\n"):
            parts = pieces(text, width) if self._broken else [clip(text, width)]
            lines += [(Span(f" {clip(part, width)}"),) for part in parts]
        return Picture(tuple(lines))
