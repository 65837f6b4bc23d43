"""How each ink looks, found once for a screen: all its boards and lines ask there.

As component classes of every board and line they took 25 ms of each screen's opening, most of them
for panes that nobody saw yet.
"""

from typing import ClassVar

from rich.style import Style
from textual.screen import Screen
from textual.widget import Widget

from cjm_tui.widgets.picture import Ink

CURSOR = "cursor"  # what lies over the inks where the cursor stands


class InkedScreen(Screen[None]):
    """A screen that knows how inks look in the theme of the moment."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"ink--{ink}" for ink in (*Ink, CURSOR)}
    DEFAULT_CSS = """
    InkedScreen {
        & > .ink--dim { color: $text-muted; }
        & > .ink--strong { text-style: bold; }
        & > .ink--heading { color: $secondary; }
        & > .ink--better { color: $success; text-style: bold; }
        & > .ink--worse { color: $error; text-style: bold; }
        & > .ink--alert { color: $warning; text-style: bold; }
        & > .ink--shade-1 { background: $foreground 8%; }
        & > .ink--shade-2 { background: $foreground 16%; }
        & > .ink--shade-3 { background: $foreground 24%; }
        & > .ink--shade-4 { background: $foreground 32%; text-style: bold; }
        & > .ink--cursor { background: $block-cursor-blurred-background; }
        &:ansi > .ink--dim { color: ansi_default; text-style: dim; }
        &:ansi > .ink--shade-1, &:ansi > .ink--shade-2 { background: ansi_default; }
        &:ansi > .ink--shade-3, &:ansi > .ink--shade-4 {
            background: ansi_default; text-style: bold;
        }
        &:ansi > .ink--cursor { text-style: reverse; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._inks: dict[str, Style] = {}

    def ink(self, name: str) -> Style:
        """Return what an ink, or the cursor, adds to the ground that it is written on."""
        if name not in self._inks:
            self._inks[name] = self._resolved(f"ink--{name}")
        return self._inks[name]

    def _resolved(self, component: str) -> Style:
        style = self.get_component_rich_style(component, partial=True)
        shade = self.get_component_styles(component).background
        if 0 < shade.a < 1:  # on the screen's own ground: a terminal cannot see through
            style += Style(bgcolor=(self.background_colors[1] + shade).rich_color)
        return style

    def notify_style_update(self) -> None:
        """Forget the inks of the theme before."""
        self._inks.clear()
        super().notify_style_update()


def ink(widget: Widget, name: str) -> Style:
    """Return what an ink adds on this widget."""
    screen = widget.screen
    return screen.ink(name) if isinstance(screen, InkedScreen) else Style.null()
