"""The bases of all screens with data: what the edges say, the keys, the feed of a single pane."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import ScreenResume, ScreenSuspend
from textual.worker import Worker

from cjm_tui.domain import display
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.journey import DataState
from cjm_tui.domain.period import Period
from cjm_tui.screens.boards import Session
from cjm_tui.screens.clipboard import send_to_clipboard
from cjm_tui.screens.feed import Feed
from cjm_tui.screens.period_choice import PeriodChoice
from cjm_tui.widgets.board import Board, Notice
from cjm_tui.widgets.lines import NoticeLine, TitleLine

T = TypeVar("T")

PanelQuestion = Callable[[Cancellation], tuple[str, str]]  # a name and SQL, found in a thread


@dataclass(frozen=True, slots=True)
class Basis:
    """What the title says of the data on the screen."""

    state: DataState
    period: Period | None
    concerned: bool = True  # whether a day that lacks data counts in what is shown
    comparison: Comparison = Comparison.BASELINE


class BoardScreen(PeriodChoice):
    """A screen of boards between a title and hints; a subclass says which boards, and who feeds."""

    LIVE: ClassVar[bool] = True  # False: stands still until `r`, as evidence does
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = ()  # binding id, word
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="back"),
        Binding("r", "fetch", "refresh", id="refresh"),
        Binding("space", "pause", "pause or go on", id="pause"),
        Binding("y", "copy_line", "copy this line", id="copy.line"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._title = TitleLine()
        self._notice = NoticeLine()

    # What a subclass says; not by abc, whose metaclass is not that of Textual's classes

    def where(self) -> tuple[str, ...]:
        """Return where the user is, outermost first."""
        raise NotImplementedError

    def hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys to advertise, by binding id, each with a word."""
        return self.HINTS

    def panel_question(self) -> PanelQuestion | None:
        """Return how the query panel gets the query of what is under the cursor; None for none."""
        return None

    # Life

    def on_mount(self) -> None:
        """Paint the skeleton: where you are, and what the keys do."""
        self.show_crumbs()
        self.show_mode()

    def on_screen_resume(self, _: ScreenResume) -> None:
        """Catch up with what has been written meanwhile, after the first paint."""
        self.show_hints()
        self.show_mode()
        if self.released:
            self.call_after_refresh(self.tick)
        else:
            self.tick()

    def on_screen_suspend(self, _: ScreenSuspend) -> None:
        """Nobody waits for the running queries any more."""
        self._abandon()

    def on_unmount(self) -> None:
        """Leave no query behind."""
        self._abandon()

    def _abandon(self) -> None:
        for feed in self.feeds():
            feed.abandon()

    def tick(self) -> None:
        """Let what can be seen catch up with the data."""
        if self.is_active:
            for feed in self.feeds():
                feed.tick()

    # Words at the edges

    def show_basis(self, basis: Basis) -> None:
        """Say in the title what the data reaches, and above the pane what it lacks."""
        self.shows(basis.state, basis.period)
        self._title.state = basis.state
        self._title.period = basis.period
        self._title.comparison = basis.comparison
        said = display.incomplete_words(basis.state, basis.period) if basis.concerned else ""
        self._title.incomplete = bool(said)
        self._notice.text = said

    def show_crumbs(self) -> None:
        """Say where the user is."""
        self._title.crumbs = self.where()

    def show_mode(self) -> None:
        """Say whether the screen follows the data."""
        self._title.mode = ("paused" if self.session.paused else "live") if self.LIVE else ""

    def on_board_drawn(self, _: Board.Drawn) -> None:
        """There is something to show."""
        self.release()

    def on_board_scrolled(self, _: Board.Scrolled) -> None:
        """Say how many lines are below."""
        self._hints.below = self.board.below

    # Keys

    def action_back(self) -> None:
        """Go back to the screen before; on the first one there is none."""
        if len(self.app.screen_stack) > 1:
            self.dismiss()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Evidence has neither a period of its own nor anything to pause."""
        return self.LIVE or action not in ("period", "step", "pause")

    def action_fetch(self) -> None:
        """Fetch now, whether or not anything has changed."""
        for feed in self.feeds():
            feed.ask()

    def action_pause(self) -> None:
        """Stop following the data, or follow it again."""
        self.session.paused = not self.session.paused
        self.show_mode()
        self.tick()

    def action_copy_line(self) -> None:
        """Send the line under the cursor to the terminal's clipboard."""
        if self.board.notice is None and self.board.spot is not None and self.board.spot.words:
            self.copy(self.board.spot.words)

    def copy(self, text: str) -> None:
        """Send the text to the terminal's clipboard and say so."""
        send_to_clipboard(self.app, text)
        self.say("sent to the terminal's clipboard")


class DataScreen(BoardScreen, Generic[T]):
    """A screen of one pane, its own; a subclass says what to fetch and how it looks."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.board = self.make_board()
        self.feed: Feed[T] = Feed(self, self, live=self.LIVE)

    # What a subclass says

    def make_board(self) -> Board:
        """Return the pane."""
        raise NotImplementedError

    def fetch(self, query: Cancellation, period: str) -> T:
        """Return the data; runs in a thread and touches no widget."""
        raise NotImplementedError

    def present(self, data: T) -> None:
        """Hand the data to the pane."""
        raise NotImplementedError

    @property
    def question(self) -> object:
        """What is asked besides the period: the choices that a person made on this screen."""
        return None

    def crumbs(self, data: T | None) -> tuple[str, ...]:
        """Return where the user is, outermost first."""
        raise NotImplementedError

    def basis(self, data: T) -> Basis:
        """Return the data's state and period."""
        raise NotImplementedError

    def empty(self, data: T) -> Notice | None:
        """Return what to do where there is nothing to show."""
        raise NotImplementedError

    # What it is made of

    def compose(self) -> ComposeResult:
        """One pane between the title and the hints."""
        yield self._title
        yield self._notice
        yield self.board
        if self.LIVE:
            yield from self.period_lines()
        yield self._hints

    @property
    def data(self) -> T | None:
        """What is shown, None until it has come."""
        return self.feed.data

    def feeds(self) -> Iterable[Feed[Any]]:
        """Its only one."""
        return (self.feed,)

    def where(self) -> tuple[str, ...]:
        """Where the data says that one is."""
        return self.crumbs(self.data)

    def show(self, data: T) -> Notice | None:
        """Say what the data reaches and show it."""
        self.show_basis(self.basis(data))
        self.show_crumbs()
        notice = self.empty(data)
        if notice is None:
            self.present(data)
        return notice

    def on_feed_arrived(self, message: Feed.Arrived) -> None:
        """Show what has come."""
        self.feed.arrived(message)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A bug in a fetch ends the app."""
        self.feed.worker_changed(event)
