"""A pane of a screen: draws a picture line by line and repaints only what changed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from cjm_tui.widgets.geometry import Row, changed_cells, next_spot, overlaps_across
from cjm_tui.widgets.inks import CURSOR, ink
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, Spot, wrap

SMALLEST = (60, 20)  # cells of the terminal


def fits(terminal: Size) -> bool:
    """Whether the terminal has room enough for what a screen says."""
    return terminal.width >= SMALLEST[0] and terminal.height >= SMALLEST[1]


class Outcome(StrEnum):
    """What a pane shows instead of data."""

    LOADING = "loading"
    EMPTY = "empty"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Notice:
    """Why there is no data, and what to do."""

    outcome: Outcome
    message: str
    hint: str = ""


class Board(Widget, can_focus=True):
    """A scrolling picture with a cursor that keeps its spot by key across new data and sizes."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Board { height: 1fr; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "step(0, 1)", "down", show=False, id="cursor.down"),
        Binding("k,up", "step(0, -1)", "up", show=False, id="cursor.up"),
        Binding("h,left", "step(-1, 0)", "stage or section before", show=False, id="cursor.left"),
        Binding("l,right", "step(1, 0)", "stage or section after", show=False, id="cursor.right"),
        Binding("g,home", "edge(-1)", "top", show=False, id="cursor.top"),
        Binding("G,end", "edge(1)", "bottom", show=False, id="cursor.bottom"),
        Binding("ctrl+d,pagedown", "half(1)", "half a page down", show=False, id="half.down"),
        Binding("ctrl+u,pageup", "half(-1)", "half a page up", show=False, id="half.up"),
        Binding("enter", "open", "open", id="open"),
    ]

    notice: var[Notice | None] = var(Notice(Outcome.LOADING, "loading…"), init=False)
    active: var[bool] = var(True, init=False)  # whether it shows its cursor

    class Opened(Message):
        """Enter, or a click on the spot under the cursor."""

        def __init__(self, spot: Spot) -> None:
            super().__init__()
            self.spot = spot

    class Drawn(Message):
        """There is something else to see than "loading", for the first time."""

    class Moved(Message):
        """The cursor is on another spot, or the spot says something else."""

        def __init__(self, spot: Spot | None) -> None:
            super().__init__()
            self.spot = spot

    class Scrolled(Message):
        """The number of lines below the pane is another one now."""

        def __init__(self, below: int) -> None:
            super().__init__()
            self.below = below

    def __init__(self) -> None:
        super().__init__()
        self._picture = Picture()
        self._rows: list[Row] = []
        self._top = 0
        self._spot: Spot | None = None
        self._told: Spot | None = None  # the spot that `Moved` told of last
        self._below = 0
        self._drawn = False

    # What a subclass says

    def draw(self, size: Size) -> Picture:
        """Return the picture of the data for this size."""
        raise NotImplementedError

    # What a screen asks

    @property
    def spot(self) -> Spot | None:
        """The spot under the cursor."""
        return self._spot

    @property
    def drawn(self) -> bool:
        """Whether it has shown something else than "loading"."""
        return self._drawn

    @property
    def below(self) -> int:
        """The number of lines below the pane."""
        return self._below

    @property
    def picture(self) -> Picture:
        """What is drawn now, also where it is scrolled out of sight."""
        return self._picture

    @property
    def sideways(self) -> bool:
        """Whether there is another group or column of spots to go to."""
        return len({(spot.group, spot.x) for spot in self._picture.spots}) > 1

    def redraw(self) -> None:
        """Draw the data anew and repaint the rows that differ."""
        width, height = self.size
        if not width or not height:
            return
        offset = self._spot.y - self._top if self._spot else 0
        if not fits(self.app.size):
            self._picture = _small(width)
        elif self.notice is not None:
            self._picture = _noticed(self.notice, width)
        else:
            self._picture = self.draw(self.size)
            before = self._spot
            self._spot = self._same_spot()
            if before is not None and self._spot is not None:
                self._top = self._spot.y - offset
        self._repaint()
        if not self._drawn and (self.notice is None or self.notice.outcome != Outcome.LOADING):
            self._drawn = True
            self.post_message(self.Drawn())

    def move_to(self, key: str) -> bool:
        """Put the cursor on the spot of that key; False where there is none."""
        for spot in self._picture.spots:
            if spot.key == key:
                self._go(spot)
                return True
        return False

    def show_top(self) -> None:
        """Scroll to the beginning, as far as the cursor stays in sight."""
        self._top = 0
        if (here := self._shown_spot) is not None:
            self._reveal(here)
        self._repaint()

    # Reactions

    def watch_notice(self) -> None:
        """Draw the notice, or the data that has come."""
        self.redraw()

    def watch_active(self) -> None:
        """Show the cursor, or only keep its place."""
        self.redraw()

    def on_resize(self, _: Resize) -> None:
        """Lay the picture out for the new size."""
        self._rows = []
        self.redraw()

    def on_click(self, event: Click) -> None:
        """Put the cursor where the mouse points; open what is under it already."""
        row = event.y - len(self._picture.head) + self._top
        for spot in self._picture.spots:
            inside = spot.y <= row < spot.y + spot.height
            if inside and spot.x <= event.x < spot.x + spot.width:
                if spot == self._spot:
                    self.post_message(self.Opened(spot))
                self._go(spot)

    def on_mouse_scroll_down(self, _: MouseScrollDown) -> None:
        """Scroll without moving the cursor."""
        self._top += 3
        self._repaint()

    def on_mouse_scroll_up(self, _: MouseScrollUp) -> None:
        """Scroll without moving the cursor."""
        self._top -= 3
        self._repaint()

    # Keys

    def action_open(self) -> None:
        """Open what is under the cursor."""
        if (spot := self._shown_spot) is not None:
            self.post_message(self.Opened(spot))

    def action_step(self, across: int, down: int) -> None:
        """Move to the next spot in that direction; sideways, to the next group in a list."""
        here = self._shown_spot
        if here is None:
            self._top += down
            self._repaint()
        elif (spot := next_spot(self._picture.spots, here, across, down)) is not None:
            self._go(spot)
        elif down:
            self._top += down
            self._repaint()

    def action_edge(self, end: int) -> None:
        """Move to the first or the last spot and show that end of the picture."""
        spots = self._picture.spots
        if spots:
            self._spot = spots[0] if end < 0 else spots[-1]
        self._top = 0 if end < 0 else len(self._picture.lines)
        self._repaint()

    def action_half(self, down: int) -> None:
        """Move the cursor by half a page."""
        half = max(1, self._body_height // 2)
        self._top += down * half
        if (here := self._shown_spot) is not None:
            goal = here.y + down * half
            near = [spot for spot in self._picture.spots if overlaps_across(spot, here)]
            self._spot = min(near, key=lambda spot: abs(spot.y - goal))
            self._reveal(self._spot)
        self._repaint()

    # Inside

    @property
    def _shown_spot(self) -> Spot | None:
        """The spot under the cursor, None while a notice stands in its place."""
        return self._spot if self._spot in self._picture.spots else None

    @property
    def _body_height(self) -> int:
        return max(1, self.size.height - len(self._picture.head))

    def _same_spot(self) -> Spot | None:
        """Return the spot of the cursor's key, else the one nearest to where it was."""
        spots, old = self._picture.spots, self._spot
        if not spots or old is None:
            return spots[0] if spots else None
        same = [spot for spot in spots if spot.same(old)]
        return same[0] if same else min(spots, key=lambda s: abs(s.y - old.y) + abs(s.x - old.x))

    def _go(self, spot: Spot) -> None:
        self._spot = spot
        self._reveal(spot)
        self._repaint()

    def _reveal(self, spot: Spot) -> None:
        """Scroll until the spot is seen; by several lines at once, which sends less than each one.

        The first and the last spot bring the lines before and after them into sight as well.
        """
        height = self._body_height
        jump = max(1, height // 4)
        if spot is self._picture.spots[0]:
            self._top = 0
        elif spot is self._picture.spots[-1]:
            self._top = max(self._top, min(len(self._picture.lines) - height, spot.y))
        if spot.y < self._top:
            self._top = max(0, spot.y - jump)
        elif spot.y + spot.height > self._top + height:
            self._top = min(spot.y, spot.y + spot.height - height + jump)

    def _repaint(self) -> None:
        """Ask Textual for the cells that differ from what the pane shows."""
        width, height = self.size
        body = self._body_height
        self._top = max(0, min(self._top, len(self._picture.lines) - body))
        rows = [self._row(y) for y in range(height)]
        if len(rows) == len(self._rows):
            regions = [
                Region(start, y, end - start, 1)
                for y, (new, old) in enumerate(zip(rows, self._rows, strict=True))
                for start, end in changed_cells(new, old, width)
            ]
        else:
            regions = [Region(0, 0, width, height)]
        self._rows = rows
        if regions:
            self.refresh(*regions)
        if self._spot != self._told:
            self._told = self._spot
            self.post_message(self.Moved(self._spot))
        below = max(0, len(self._picture.lines) - body - self._top)
        if below != self._below:
            self._below = below
            self.post_message(self.Scrolled(below))

    def _row(self, y: int) -> Row:
        head = self._picture.head
        if y < len(head):
            return Row(head[y])
        index = y - len(head) + self._top
        if index >= len(self._picture.lines):
            return Row()
        spot = self._shown_spot if self.active else None
        if spot is not None and spot.y <= index < spot.y + spot.height:
            cursor = (spot.x, spot.x + spot.width)
            return Row(self._picture.lines[index], cursor, leads=index == spot.y)
        return Row(self._picture.lines[index])

    def render_line(self, y: int) -> Strip:
        """Return one row of the pane."""
        width, base = self.size.width, self.rich_style
        row = self._rows[y] if y < len(self._rows) else Row()
        segments = [Segment(text, base + ink(self, name)) for text, name in row.line]
        strip = Strip(segments).adjust_cell_length(width, base)
        if row.cursor is None:
            return strip
        start, end = row.cursor[0], min(row.cursor[1], width)
        parts = strip.divide([start, end, width])
        cursor = ink(self, CURSOR)
        covered = Strip([Segment(s.text, (s.style or base) + cursor) for s in parts[1]])
        if row.leads and covered.text.startswith(" "):
            covered = Strip([Segment("▸", base + cursor), *covered.crop(1)])
        return Strip.join([parts[0], covered, *parts[2:]])


def _noticed(notice: Notice, width: int) -> Picture:
    ink = Ink.ALERT if notice.outcome is Outcome.FAILED else Ink.PLAIN
    lines: list[Line] = [()] if notice.outcome is not Outcome.LOADING else []
    lines += [(Span(f" {text}", ink),) for text in wrap(notice.message, width - 2)]
    if notice.hint:
        lines += [(Span(f" {text}", Ink.DIM),) for text in wrap(notice.hint, width - 2)]
    return Picture(tuple(lines))


def _small(width: int) -> Picture:
    text = "cjm needs a terminal of at least 60×20 cells."
    return Picture(tuple((Span(part),) for part in wrap(text, max(8, width))))
