"""A screen whose last line advertises its keys, and says for some seconds what the last one did."""

from textual.timer import Timer

from cjm_tui.screens.held import HeldScreen
from cjm_tui.widgets.lines import HintLine

MESSAGE_SECONDS = 5.0


class HintedScreen(HeldScreen):
    """A subclass yields `self._hints` as its last line and says which keys stand on it."""

    def __init__(self) -> None:
        super().__init__()
        self._hints = HintLine()
        self._message_timer: Timer | None = None

    def hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys to advertise, by binding id, each with a word."""
        raise NotImplementedError

    def show_hints(self) -> None:
        """Advertise this screen's keys, as they are bound now."""
        keys: dict[str, str] = {}
        for active in self.active_bindings.values():
            binding = active.binding
            if binding.id and binding.id not in keys:
                keys[binding.id] = self.app.get_key_display(binding)
        self._hints.hints = tuple((keys[id_], word) for id_, word in self.hints() if id_ in keys)

    def say(self, message: str) -> None:
        """Show a message in place of the hints for some seconds."""
        self._hints.message = message
        if self._message_timer is not None:
            self._message_timer.stop()
        self._message_timer = self.set_timer(MESSAGE_SECONDS, self._unsay)

    def _unsay(self) -> None:
        self._hints.message = ""
