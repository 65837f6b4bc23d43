"""A screen of several named panes: one at a time, or from 120 columns the first beside another."""

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.events import Resize

from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import BoardScreen, PanelQuestion
from cjm_tui.screens.feed import Feed
from cjm_tui.screens.pane import Pane
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.lines import TabsLine
from cjm_tui.widgets.picture import WIDE_FROM


class PanesScreen(BoardScreen):
    """The first pane is the overview; each fetches when first seen, and fails or waits alone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "pane(1)", "next pane", id="pane.next"),
        Binding("shift+tab", "pane(-1)", "previous pane", id="pane.previous"),
        Binding("z", "zoom", "this pane alone, or two side by side", id="zoom"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.panes = self.make_panes()
        self._tabs = TabsLine()
        self._tabs.names = tuple(pane.NAME for pane in self.panes)
        for pane in self.panes[1:]:
            pane.display = False  # until it is known whether there is room
        self._current = 0
        self._aside = 1  # which pane stands beside the overview
        self._zoomed = False

    # What a subclass says

    def make_panes(self) -> tuple[Pane[Any], ...]:
        """Return the panes in order, the overview first."""
        raise NotImplementedError

    # What it is made of

    def compose(self) -> ComposeResult:
        """The panes between the title with their names and the hints."""
        yield self._title
        yield self._notice
        yield self._tabs
        yield Horizontal(*self.panes)
        yield from self.period_lines()
        yield self._hints

    def on_mount(self) -> None:
        """Show the overview, and what there is room for."""
        self._tabs.display = len(self.panes) > 1
        self._arrange()

    def on_resize(self, _: Resize) -> None:
        """Show as many panes as there is room for now."""
        self._arrange()

    @property
    def pane(self) -> Pane[Any]:
        """The pane that the keys are for."""
        return self.panes[self._current]

    @property
    def board(self) -> Board:  # type: ignore[override]
        """The board that the keys are for."""
        return self.pane.board

    def feeds(self) -> Iterable[Feed[Any]]:
        """Those of the panes in sight; the overview's until it has come, for the title is of it."""
        return [pane.feed for pane in self.panes if pane.display or self._is_awaited(pane)]

    def hints(self) -> tuple[tuple[str, str], ...]:
        """The pane's own keys."""
        return self.pane.HINTS

    def panel_question(self) -> PanelQuestion | None:
        """The pane's own."""
        return self.pane.panel_question()

    def show_pane(self, name: str) -> None:
        """Go to the pane of that name."""
        self._go(self._tabs.names.index(name))

    def _go(self, index: int) -> None:
        self._current = index
        self._aside = index or self._aside
        self._arrange()
        self.tick()

    def _arrange(self) -> None:
        """Show the panes that there is room for; nobody waits for the others."""
        several = len(self.panes) > 1
        split = several and not self._zoomed and self.size.width >= WIDE_FROM
        seen = {0, self._aside} if split else {self._current}
        for index, pane in enumerate(self.panes):
            pane.set_class(split and index > 0, "-aside")
            pane.board.active = index == self._current
            if index not in seen and not self._is_awaited(pane):
                pane.feed.abandon()
            pane.display = index in seen
        self._tabs.seen = tuple(sorted(seen))
        self._tabs.current = self._current
        self.set_focus(self.board)
        self._hints.below = self.board.below
        self.show_hints()

    def _is_awaited(self, pane: Pane[Any]) -> bool:
        return pane is self.panes[0] and pane.data is None

    # What panes tell

    def on_pane_shown(self, message: Pane.Shown) -> None:
        """The title follows the data."""
        if message.basis is not None:
            self.show_basis(message.basis)
        self.show_crumbs()

    def on_pane_said(self, message: Pane.Said) -> None:
        """Say it for some seconds."""
        self.say(message.words)

    def on_pane_copied(self, message: Pane.Copied) -> None:
        """Send it to the terminal's clipboard."""
        self.copy(message.text)

    def on_board_drawn(self, _: Board.Drawn) -> None:
        """Wait until all panes in sight have something to show."""
        if all(pane.board.drawn for pane in self.panes if pane.display):
            self.release()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A single pane has no neighbours, and where there is room for one it is zoomed already."""
        if action == "pane":
            return len(self.panes) > 1
        if action == "zoom":
            return len(self.panes) > 1 and self.size.width >= WIDE_FROM
        return super().check_action(action, parameters)

    def action_pane(self, step: int) -> None:
        """Go to the next or the previous pane, round and round."""
        self._go((self._current + step) % len(self.panes))

    def action_zoom(self) -> None:
        """Give the pane the whole width, or take it back."""
        self._zoomed = not self._zoomed
        self._arrange()
        self.tick()
