"""A short list to pick from: what can be done here, one line each."""

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.reactive import var

from cjm_tui.screens.held import HeldScreen
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.lines import HintLine, TitleLine
from cjm_tui.widgets.picture import Ink, Picture, Span, clip
from cjm_tui.widgets.sheet import Sheet


class Option(NamedTuple):
    """Something that can be done, in words, and what it is about."""

    verb: str
    thing: str
    do: Callable[[], object]


class PickBoard(Board):
    """One line an option."""

    options: var[tuple[Option, ...]] = var((), init=False)

    def draw(self, size: Size) -> Picture:
        """The verbs stand below each other, and so do the things."""
        sheet = Sheet(size.width)
        verbs = max((len(option.verb) for option in self.options), default=0)
        for index, option in enumerate(self.options):
            words = (
                Span(f"  {option.verb:<{verbs}}  ", Ink.DIM),
                Span(clip(option.thing, size.width - verbs - 6)),
            )
            sheet.spot(f"option:{index}", [words])
        return sheet.picture()


class PickScreen(HeldScreen):
    """Pick one with enter; esc picks none."""

    HOLD = False
    DEFAULT_CSS = """
    PickScreen { layout: vertical; background: $background; color: $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "back", id="pick.back")]

    def __init__(self, title: tuple[str, ...], options: tuple[Option, ...]) -> None:
        super().__init__()
        self._crumbs = title
        self._board = PickBoard()
        self._board.options = options

    def compose(self) -> ComposeResult:
        """A title, the list, and the two keys."""
        title, hints = TitleLine(), HintLine()
        title.crumbs = self._crumbs
        hints.hints = (("enter", "pick"), ("esc", "back"))
        yield title
        yield self._board
        yield hints

    def on_mount(self) -> None:
        """There is nothing to wait for."""
        self._board.notice = None

    def on_board_opened(self, message: Board.Opened) -> None:
        """Do it, with the list gone."""
        option = self._board.options[int(message.spot.key.partition(":")[2])]
        self.dismiss()
        option.do()
