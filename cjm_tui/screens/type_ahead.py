"""Keys typed faster than the line they are meant for can open, or close: they wait for it."""

from textual.app import App
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Input

from cjm_tui.screens.form import FormScreen
from cjm_tui.screens.go_to import GoTo
from cjm_tui.screens.period_line import PeriodLine

PATIENCE_SECONDS = 0.6  # by then a line has opened, or never will
_OPENERS = ("filter", "go_to", "edit", "note", "period")
_CLOSERS = ("enter", "escape")


class TypeAhead:
    """Keeps the keys after one that moves the focus, in order, until the focus has moved."""

    def __init__(self) -> None:
        self._waits = False
        self._kept: list[Key] = []

    def keeps(self, key: Key, app: App[None]) -> bool:
        """Whether the key must wait; where it need not, whether those after it must."""
        if self._waits:
            self._kept.append(key)
            return True
        self._waits = _moves_focus(key.key, app)
        return False

    @property
    def waits(self) -> bool:
        """Whether keys are being kept."""
        return self._waits

    def take(self) -> list[Key]:
        """Return the keys that waited; none waits from now on."""
        kept, self._kept, self._waits = self._kept, [], False
        return kept


def _moves_focus(key: str, app: App[None]) -> bool:
    if isinstance(app.focused, PeriodLine):
        return True
    if isinstance(app.screen, FormScreen):
        return False
    typing = isinstance(app.focused, Input)
    if typing and key in _CLOSERS:
        return True
    screen: Screen[object] = app.screen
    active = screen.active_bindings.get(key)
    if active is None or isinstance(screen, GoTo):
        return False
    if typing:
        return active.binding.id in ("go_to", "filter.leave", "period.leave") and key != "colon"
    return active.binding.id in _OPENERS
