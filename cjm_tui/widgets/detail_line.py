"""A line below a pane: what the line under the cursor has no room for."""

from textual.reactive import var

from cjm_tui.widgets.lines import OneLine
from cjm_tui.widgets.picture import Ink, Line, Span, fit, flat, line


class DetailLine(OneLine):
    """The first part names what the cursor stands on; parts at the end give way."""

    DEFAULT_CSS = """
    DetailLine { background: $panel; }
    """

    parts: var[tuple[str, ...]] = var((), init=False)
    covered: var[bool] = var(False, init=False)  # whether a line to type in has its place

    def watch_parts(self) -> None:
        """Show the new words."""
        self.redraw()

    def watch_covered(self) -> None:
        """Give way, or come back: the pane above keeps its height."""
        self.display = not self.covered

    def draw(self, width: int) -> Line:
        """The name bright, the rest as context."""
        if not self.parts:
            return ()
        first, *rest = (flat(part) for part in self.parts)
        words = "".join(f" · {part}" for part in rest)
        return fit(line(Span(f" {first}"), Span(words, Ink.DIM)), width - 1)
