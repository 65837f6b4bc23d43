"""What the terminal shows already, so that a full repaint sends only the rows that differ.

Textual 8.2.8 repaints a whole screen two or three times when one is opened or left; this rests on
how it does that, which is why its version is pinned.
"""

from rich.console import Console, RenderableType
from rich.control import Control
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region

Update = RenderableType | CompositorUpdate | None  # what Textual hands over for display


class ChangedRows(CompositorUpdate):
    """An update of Textual's that is cut down to the rows that differ, at the moment of sending."""

    def __init__(self, update: LayoutUpdate | ChopsUpdate, terminal: "TerminalRows") -> None:
        self._update = update
        self._terminal = terminal

    def render_segments(self, console: Console) -> str:
        """Return what the terminal is sent."""
        if isinstance(self._update, LayoutUpdate):
            return self._terminal.whole(self._update, console)
        return self._terminal.parts(self._update, console)


class TerminalRows:
    """Remembers rows by what was sent for them."""

    def __init__(self) -> None:
        self._region = Region()
        self._sent: dict[int, str] = {}

    def forget(self) -> None:
        """Send every row with the next full repaint."""
        self._sent.clear()

    def changed(self, update: Update) -> Update:
        """Return an update that sends no row twice."""
        if isinstance(update, LayoutUpdate | ChopsUpdate):
            return ChangedRows(update, self)
        if update is not None:
            self.forget()
        return update

    def whole(self, update: LayoutUpdate, console: Console) -> str:
        """Return the rows of a full repaint that differ; all of them in a new size."""
        if update.region != self._region:
            self._region = update.region
            self.forget()
        return self._news(
            {
                y: "".join(strip.render(console) for strip in strips)
                for y, strips in enumerate(update.strips, update.region.y)
            }
        )

    def parts(self, update: ChopsUpdate, console: Console) -> str:
        """Return the whole rows of a partial repaint that differ, and all parts of rows."""
        width = self._region.width
        whole = {y for y, start, end in update.spans if start == 0 and end >= width > 0}
        text = self._news(
            {
                y: "".join(strip.render(console) for strip in update.chops[y].values() if strip)
                for y in whole
            }
        )
        spans = [span for span in update.spans if span[0] not in whole]
        for y, _, _ in spans:
            self._sent.pop(y, None)
        if spans:
            text += ChopsUpdate(update.chops, spans, update.chop_ends).render_segments(console)
        return text

    def _news(self, rows: dict[int, str]) -> str:
        changed = {y: text for y, text in rows.items() if self._sent.get(y) != text}
        self._sent |= changed
        return "".join(f"{Control.move_to(0, y).segment.text}{changed[y]}" for y in sorted(changed))
