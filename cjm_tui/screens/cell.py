"""One cell of a result in full."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import ScreenResume

from cjm_tui.screens.clipboard import send_to_clipboard
from cjm_tui.screens.hinted import HintedScreen
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.lines import TitleLine
from cjm_tui.widgets.text_board import TextBoard


class CellScreen(HintedScreen):
    """Its text, as long as it is."""

    HOLD = False
    DEFAULT_CSS = """
    CellScreen { layout: vertical; background: $background; color: $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "copy the cell", id="cell.copy"),
        Binding("escape,enter,q", "dismiss", "back", id="cell.back"),
    ]

    def __init__(self, crumbs: tuple[str, ...], text: str) -> None:
        super().__init__()
        self._title = TitleLine()
        self._title.crumbs = crumbs
        self._board = TextBoard(text)

    def compose(self) -> ComposeResult:
        """Where it stands, and what it says."""
        yield self._title
        yield self._board
        yield self._hints

    def hints(self) -> tuple[tuple[str, str], ...]:
        """Two keys."""
        return (("cell.copy", "copy"), ("cell.back", "back"))

    def on_screen_resume(self, _: ScreenResume) -> None:
        """Advertise the keys as they are bound now."""
        self.show_hints()

    def on_board_scrolled(self, _: Board.Scrolled) -> None:
        """Say how many lines are below."""
        self._hints.below = self._board.below

    def action_copy(self) -> None:
        """Send the text to the terminal's clipboard."""
        send_to_clipboard(self.app, self._board.text)
        self.say("sent to the terminal's clipboard")
