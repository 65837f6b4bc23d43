"""Screens that are shown when they have something to show: until then the one before stays."""

from cjm_tui.widgets.inks import InkedScreen

HELD_SECONDS = 0.25


class HeldScreen(InkedScreen):
    """Its frames are kept back until `release`, or for a quarter of a second."""

    HOLD = True

    def __init__(self) -> None:
        super().__init__()
        self.released = not self.HOLD

    def on_mount(self) -> None:
        """Keep back for as long as nobody notices."""
        if self.HOLD:
            self.set_timer(HELD_SECONDS, self.release)

    def _compositor_refresh(self) -> None:
        """Draw no frame that nobody would see."""
        if self.released:
            super()._compositor_refresh()

    def release(self) -> None:
        """Let the frames through."""
        if not self.released:
            self.released = True
            self.refresh()
