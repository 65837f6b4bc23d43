"""The line in which period and comparison are chosen: one key each, nothing covers the figures."""

from typing import ClassVar

from textual.events import Blur, Key
from textual.message import Message

from cjm_tui.domain.comparison import Comparison
from cjm_tui.widgets.lines import OneLine
from cjm_tui.widgets.picture import Ink, Line, Span, fit, line

_PERIODS = (("d", "1d", "day"), ("w", "7d", "7d"), ("m", "28d", "28d"), ("a", "all", "all"))
_AGAINST = (
    ("b", Comparison.BASELINE, "baseline"),
    ("p", Comparison.PREVIOUS, "before"),
    ("y", Comparison.YEAR, "last year"),
)
_RANGE = "r"
_ROOMY = 78  # cells that all the words take


class PeriodLine(OneLine, can_focus=True):
    """Hidden until `t`; a choice, or any other key, closes it."""

    DEFAULT_CSS = """
    PeriodLine { display: none; }
    """
    KEYS: ClassVar[dict[str, str | Comparison]] = {
        **{key: period for key, period, _ in _PERIODS},
        **{key: comparison for key, comparison, _ in _AGAINST},
    }

    class Chosen(Message):
        """A period, as the command line names it, or what to compare with."""

        def __init__(self, choice: str | Comparison) -> None:
            super().__init__()
            self.choice = choice

    class RangeWanted(Message):
        """The days are to be typed."""

    class Closed(Message):
        """The line has gone."""

    def __init__(self) -> None:
        super().__init__()
        self._period = ""
        self._comparison = Comparison.BASELINE

    def open(self, period: str, comparison: Comparison) -> None:
        """Show the line, and what is chosen now, and take the keys."""
        self._period, self._comparison = period, comparison
        self.display = True
        self.redraw()
        self.screen.set_focus(self)

    def draw(self, width: int) -> Line:
        """Keys bright, words dim, what is chosen now in brackets."""
        spans = [Span(" ")]
        for key, period, word in _PERIODS:
            spans += _choice(key, word, chosen=period == self._period)
        spans += _choice(_RANGE, "A..B", chosen=".." in self._period)
        spans.append(Span(" against " if width >= _ROOMY else " ", Ink.DIM))
        for key, comparison, word in _AGAINST:
            spans += _choice(key, word, chosen=comparison is self._comparison)
        return fit(line(*spans), width)

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """All keys are this line's while it is open."""
        return True

    def on_key(self, event: Key) -> None:
        """Choose, or close."""
        event.stop()
        event.prevent_default()
        if event.key == _RANGE:
            self.display = False
            self.post_message(self.RangeWanted())
            return
        if event.key in self.KEYS:
            self.post_message(self.Chosen(self.KEYS[event.key]))
        self._close()

    def on_blur(self, _: Blur) -> None:
        """A click elsewhere closes it."""
        self._close()

    def _close(self) -> None:
        if self.display:
            self.display = False
            self.post_message(self.Closed())


def _choice(key: str, word: str, *, chosen: bool) -> list[Span]:
    if chosen:
        return [Span("["), Span(key), Span(f" {word}] ")]
    return [Span(key), Span(f" {word} ", Ink.DIM)]
