"""The first and the last line of every screen."""

from rich.cells import cell_len
from rich.segment import Segment
from textual.events import Resize
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from cjm_tui.domain import comparison_words, display
from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.journey import DataState
from cjm_tui.domain.period import Period
from cjm_tui.widgets.inks import ink
from cjm_tui.widgets.picture import (
    WIDE_FROM,
    Ink,
    Line,
    Span,
    both_ends,
    clip,
    fit,
    flat,
    line,
    width_of,
)


class OneLine(Widget):
    """A line that is sent again only when its words have changed."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "OneLine { height: 1; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._line: Line = ()

    def draw(self, width: int) -> Line:
        """Return the line for this width."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Send the line again if it reads otherwise now."""
        new = self.draw(self.size.width) if self.size.width else ()
        if new != self._line:
            self._line = new
            self.refresh()

    def on_resize(self, _: Resize) -> None:
        """Fit the line to the new width."""
        self.redraw()

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        base = self.rich_style
        segments = [
            Segment(text, base + ink(self, name)) for text, name in (self._line if y == 0 else ())
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)


class TitleLine(OneLine):
    """Where you are, how far the data reaches, and whether it is live."""

    crumbs: var[tuple[str, ...]] = var((), init=False)
    state: var[DataState | None] = var(None, init=False)
    period: var[Period | None] = var(None, init=False)
    comparison: var[Comparison] = var(Comparison.BASELINE, init=False)
    incomplete: var[bool] = var(False, init=False)  # what is shown lacks a day
    mode: var[str] = var("", init=False)  # "live", "paused", or "" for a screen that stands still

    def watch_crumbs(self) -> None:
        """Show the new place."""
        self.redraw()

    def watch_state(self) -> None:
        """Show the new data state."""
        self.redraw()

    def watch_period(self) -> None:
        """Show the new period."""
        self.redraw()

    def watch_comparison(self) -> None:
        """Show what the figures are compared with."""
        self.redraw()

    def watch_incomplete(self) -> None:
        """Show whether a day is lacking."""
        self.redraw()

    def watch_mode(self) -> None:
        """Show whether it is live."""
        self.redraw()

    def draw(self, width: int) -> Line:
        """Words about the data that are said elsewhere give way first, then the outer places."""
        crumbs = [flat(crumb) for crumb in self.crumbs]
        text = " › ".join(crumbs)
        end = self._data_words()
        room = width - width_of(end) - 3
        if room < cell_len(text):
            end = self._data_words(brief=True)
            room = width - width_of(end) - 3
        while len(crumbs) > 1 and width_of((Span(text),)) > room:
            crumbs = crumbs[1:]
            text = "… › " + " › ".join(crumbs)
        return both_ends((Span(f" {clip(text, room)}"),), (*end, Span(" ")), width)

    def _data_words(self, *, brief: bool = False) -> Line:
        """Return the data's state; in brief without what the notice line says as well."""
        if self.state is None:
            return ()
        until = display.data_until(self.state)
        parts = [Span(until.removeprefix("data ") if brief else until, Ink.DIM)]
        if self.state.stale:
            parts.append(Span("STALE", Ink.ALERT))
        if self.incomplete and not brief:
            parts.append(Span("incomplete", Ink.ALERT))
        if self.mode == "paused" or (self.mode and len(parts) == 1 and not brief):
            parts.append(Span(self.mode, Ink.STRONG if self.mode == "paused" else Ink.DIM))
        against = comparison_words.versus(self.comparison)
        period = display.period_words(self.period, self.state.as_of.date())
        parts.append(Span(" ".join(part for part in (period, against) if part), Ink.DIM))
        parts.append(Span("DEMO" if self.state.demo else "", Ink.STRONG))
        spans: list[Span] = []
        for part in parts:
            if part.text:
                spans += [Span(" · ", Ink.DIM), part] if spans else [part]
        return line(*spans)


class TabsLine(OneLine):
    """The names of a screen's panes: brackets around the one that the keys are for."""

    names: var[tuple[str, ...]] = var((), init=False)
    current: var[int] = var(0, init=False)
    seen: var[tuple[int, ...]] = var((0,), init=False)  # those that are on the screen

    def watch_names(self) -> None:
        """Show the names."""
        self.redraw()

    def watch_current(self) -> None:
        """Show which one the keys are for."""
        self.redraw()

    def watch_seen(self) -> None:
        """Show which ones are on the screen."""
        self.redraw()

    def draw(self, width: int) -> Line:
        """Names in order, none of which moves when another is chosen."""
        spans: list[Span] = []
        for index, name in enumerate(self.names):
            if index == self.current:
                spans.append(Span(f"[{name}]", Ink.STRONG))
            else:
                spans.append(Span(f" {name} ", Ink.PLAIN if index in self.seen else Ink.DIM))
        return fit(line(*spans), width)


class NoticeLine(OneLine):
    """What everyone on this screen must know about the data; hidden while there is nothing."""

    DEFAULT_CSS = """
    NoticeLine { display: none; }
    """

    text: var[str] = var("", init=False)

    def watch_text(self) -> None:
        """Show the sentence, or give its line back."""
        self.display = bool(self.text)
        self.redraw()

    def draw(self, width: int) -> Line:
        """The sentence behind a mark."""
        return (Span(f" ! {clip(self.text, width - 4)}", Ink.ALERT),) if self.text else ()


class CursorLine(OneLine):
    """In full what is under the cursor, where the board has no room for it."""

    text: var[str] = var("", init=False)

    def watch_text(self) -> None:
        """Show it."""
        self.redraw()

    def draw(self, width: int) -> Line:
        """The sentence behind a mark."""
        return (Span(f" ▸ {clip(self.text, width - 4)}"),) if self.text else ()


_KEYS, _KEYS_WIDE = 7, 12  # at most so many on the last line, below 120 columns and from there


class HintLine(OneLine):
    """The keys that fit, or for a moment what the last one did; on the right, what is below."""

    hints: var[tuple[tuple[str, str], ...]] = var((), init=False)  # key, word
    message: var[str] = var("", init=False)
    below: var[int] = var(0, init=False)

    def watch_hints(self) -> None:
        """Show the keys of this screen."""
        self.redraw()

    def watch_message(self) -> None:
        """Show the message instead of the keys, or the keys again."""
        self.redraw()

    def watch_below(self) -> None:
        """Show how much there is to scroll to."""
        self.redraw()

    def draw(self, width: int) -> Line:
        """The keys bright, their words dim; the last one, which explains all, gives way last."""
        more: Line = (Span(f"↓ {self.below} more ", Ink.DIM),) if self.below else ()
        room = width - width_of(more) - 1
        if self.message:
            return both_ends((Span(f" {clip(self.message, room - 1)}"),), more, width)
        hints = list(self.hints)
        most = _KEYS if width < WIDE_FROM else _KEYS_WIDE
        while len(hints) > 1 and (len(hints) > most or width_of(_hints(hints)) > room):
            del hints[-2]
        return both_ends(fit(_hints(hints), room), more, width)


def _hints(hints: list[tuple[str, str]]) -> Line:
    spans: list[Span] = []
    for key, word in hints:
        spans += [Span("  " if spans else " "), Span(key), Span(f" {word}", Ink.DIM)]
    return line(*spans)
