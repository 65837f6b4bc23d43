"""What the terminal shows already, so that a repaint sends only the cells that differ.

Textual 8.2.8 repaints a whole screen two or three times when one is opened or left, and with a part
of a row all that its widget has to the left; this rests on how it does that, which is why its
version is pinned.
"""

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console, RenderableType
from rich.control import Control
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from cjm_tui.screens.terminal_cells import PLAIN, Cell, Pen, cells_of, changed_runs

Update = RenderableType | CompositorUpdate | None  # what Textual hands over for display
Row = list[Cell | None]  # None: nothing is known of it; each cell of a wide text has all of it


class ChangedCells(CompositorUpdate):
    """An update of Textual's, cut down to the cells that differ at the moment of sending."""

    def __init__(self, update: LayoutUpdate | ChopsUpdate, terminal: "TerminalRows") -> None:
        self._update = update
        self._terminal = terminal

    def render_segments(self, console: Console) -> str:
        """Return what the terminal is sent."""
        if isinstance(self._update, LayoutUpdate):
            return self._terminal.whole(self._update, console)
        return self._terminal.parts(self._update, console)


class TerminalRows:
    """Remembers rows by the cells that were sent for them."""

    def __init__(self) -> None:
        self._region = Region()
        self._rows: dict[int, Row] = {}

    def forget(self) -> None:
        """Send every cell with the next full repaint."""
        self._rows.clear()

    def changed(self, update: Update) -> Update:
        """Return an update that sends no cell twice."""
        if isinstance(update, LayoutUpdate | ChopsUpdate):
            return ChangedCells(update, self)
        if update is not None:
            self.forget()
        return update

    def whole(self, update: LayoutUpdate, console: Console) -> str:
        """Return the cells of a full repaint that differ; all of them in a new size."""
        if update.region != self._region:
            self._region = update.region
            self.forget()
        pen, odd = Pen(), ""
        for y, strips in enumerate(update.strips, update.region.y):
            odd += self._part(pen, console, y, 0, list(strips))
        return pen.text() + odd

    def parts(self, update: ChopsUpdate, console: Console) -> str:
        """Return the cells of a partial repaint that differ."""
        pen, odd = Pen(), ""
        for y, start, end in update.spans:
            for x, strip in update.chops[y].items():
                if strip is not None and x < end and x + strip.cell_length > start:
                    first = max(x, start)
                    part = strip.crop(first - x, end - x)
                    odd += self._part(pen, console, y, first, [part])
        return pen.text() + odd

    def _part(self, pen: Pen, console: Console, y: int, x: int, strips: list[Strip]) -> str:
        """Let the pen write what differs; return what has wide characters, to be sent as it is."""
        cells = cells_of((segment for strip in strips for segment in strip), _colours(console))
        end = x + (sum(strip.cell_length for strip in strips) if cells is None else len(cells))
        row = self._rows.setdefault(y, [])
        row += [None] * (end - len(row))
        if cells is None:
            text = "".join(strip.render(console) for strip in strips)
            sent: Row = [(text, PLAIN)] * (end - x)
            if row[x:end] == sent:
                return ""
            row[x:end] = sent
            return f"{Control.move_to(x, y).segment.text}{text}"
        for first, last in changed_runs(cells, row[x:end]):
            pen.write(y, x + first, cells[first:last])
        row[x:end] = cells
        return ""


def _colours(console: Console) -> ColorSystem | None:
    return COLOR_SYSTEMS[console.color_system] if console.color_system else None
