"""The bar of a running import; hidden while none runs."""

from textual.reactive import var

from cjm_tui.domain import imports_words as words
from cjm_tui.domain.imports import RunningImport
from cjm_tui.widgets.lines import OneLine
from cjm_tui.widgets.picture import Ink, Line, Span, clip, line

_ROOMY_FROM = 100  # columns


class ImportingLine(OneLine):
    """How far the import is that runs now, in any session."""

    DEFAULT_CSS = """
    ImportingLine { display: none; }
    """

    running: var[RunningImport | None] = var(None, init=False)

    def watch_running(self) -> None:
        """Show it, or give its line back."""
        self.display = self.running is not None
        self.redraw()

    def draw(self, width: int) -> Line:
        """Which file, which step, and about how much is done."""
        if self.running is None:
            return ()
        cells = 30 if width >= _ROOMY_FROM else 12
        full = round(cells * self.running.share)
        bar = "█" * full + "░" * (cells - full)
        share = f" {bar} {100 * self.running.share:.0f}% "
        who = f" · by {self.running.who}" if width >= _ROOMY_FROM else ""
        said = clip(f" importing {words.running(self.running)}{who} ", width - len(share))
        return line(Span(said, Ink.STRONG), Span(share))
