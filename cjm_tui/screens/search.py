"""Search in a list by typing, with what each entry is below it; enter picks, esc leaves."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.events import ScreenResume
from textual.widgets import Input, Static

from cjm_tui.screens.hinted import HintedScreen
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.entry_board import DetailBoard, Entry, EntryBoard
from cjm_tui.widgets.lines import TitleLine


class SearchScreen(HintedScreen):
    """The keys stay in the line that is typed into; arrows move in the list."""

    HOLD = False
    DEFAULT_CSS = """
    SearchScreen {
        layout: vertical;
        background: $background;
        color: $foreground;
        & > Horizontal { height: 1; }
        & > Horizontal > Static { width: 3; padding-left: 1; }
        & > Horizontal > Input { width: 1fr; padding: 0; background: transparent; }
        & > EntryBoard { height: 3fr; }
        & > DetailBoard { height: 2fr; border-top: solid $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "down", show=False, id="search.down"),
        Binding("up", "move(-1)", "up", show=False, id="search.up"),
        Binding("pagedown", "page(1)", "half a page down", show=False, id="search.page.down"),
        Binding("pageup", "page(-1)", "half a page up", show=False, id="search.page.up"),
        Binding("escape", "dismiss", "leave", id="search.leave"),
    ]

    def __init__(
        self,
        crumbs: tuple[str, ...],
        entries: tuple[Entry, ...],
        picked: Callable[[Entry], object],
        *,
        verb: str,
        wide_names: bool = False,
        typed: Callable[[str], object] | None = None,
    ) -> None:
        """`verb` is what enter does with an entry; `typed` takes what no entry has."""
        super().__init__()
        self._crumbs = crumbs
        self._verb = verb
        self._picked = picked
        self._typed = typed
        self._board = EntryBoard()
        self._board.can_focus = False
        self._board.entries = entries
        self._board.wide_names = wide_names
        if typed is not None:
            self._board.nothing = "nothing has these words: enter takes them as a new name"
        self._detail = DetailBoard()

    def compose(self) -> ComposeResult:
        """Title, what is typed, the list, what an entry is, hints."""
        title = TitleLine()
        title.crumbs = self._crumbs
        field = Input(select_on_focus=False, compact=True, placeholder="type to search")
        field.cursor_blink = False
        yield title
        yield Horizontal(Static("/", markup=False), field)
        yield self._board
        yield self._detail
        yield self._hints

    def hints(self) -> tuple[tuple[str, str], ...]:
        """The screen's own keys; enter is the line's."""
        return (("search.down", "move"), ("search.leave", "back"))

    def on_mount(self) -> None:
        """There is nothing to wait for."""
        self._board.notice = None
        self._detail.notice = None
        self.query_one(Input).focus()

    def on_screen_resume(self, _: ScreenResume) -> None:
        """Advertise the keys as they are bound now."""
        self.show_hints()
        self._hints.hints = (("enter", self._verb), *self._hints.hints)

    def on_board_drawn(self, _: Board.Drawn) -> None:
        """Explain the first entry."""
        self._explain()

    def on_board_scrolled(self, _: Board.Scrolled) -> None:
        """Say how many lines are below."""
        self._hints.below = self._board.below

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is left."""
        event.stop()
        self._board.needle = event.value
        self._board.action_edge(-1)
        self._explain()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pick the one under the cursor."""
        event.stop()
        name = event.value.strip()
        if self._board.entry is None and self._typed is not None and name:
            self.dismiss()
            self._typed(name)
        else:
            self._pick(self._board.entry)

    def on_board_opened(self, _: Board.Opened) -> None:
        """A click on the one under the cursor picks it too."""
        self._pick(self._board.entry)

    def _pick(self, entry: Entry | None) -> None:
        if entry is not None:
            self.dismiss()
            self._picked(entry)

    def _explain(self) -> None:
        self._detail.entry = self._board.entry

    def action_move(self, by: int) -> None:
        """Go to the next entry, or the one before."""
        self._board.action_step(0, by)
        self._explain()

    def action_page(self, by: int) -> None:
        """Half a page further."""
        self._board.action_half(by)
        self._explain()
