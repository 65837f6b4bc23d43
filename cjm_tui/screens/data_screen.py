"""The base of every screen with data: fetch in a thread, show on the loop, stay silent if equal."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import ScreenResume, ScreenSuspend
from textual.message import Message
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from cjm_tui.domain import display
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.journey import DataState
from cjm_tui.domain.period import Period
from cjm_tui.errors import BusyError, CjmError, QueryCancelledError
from cjm_tui.screens.boards import Session
from cjm_tui.screens.clipboard import send_to_clipboard
from cjm_tui.screens.held import HeldScreen
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.lines import HintLine, NoticeLine, TitleLine

T = TypeVar("T")

MESSAGE_SECONDS = 5.0
_PATIENT_TICKS = 3  # a writer of ours is done by then
_REFETCH_TICKS = 400  # about ten minutes: STALE and days without an owner follow the clock


@dataclass(frozen=True, slots=True)
class Basis:
    """What the title says of the data on the screen."""

    state: DataState
    period: Period | None
    concerned: bool = True  # whether a day that lacks data counts in what is shown


class DataScreen(HeldScreen, Generic[T]):
    """Draws data, empty and failed; a subclass says what to fetch and how it looks."""

    LIVE: ClassVar[bool] = True  # False: stands still until `r`, as evidence does
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = ()  # binding id, word
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="back"),
        Binding("r", "fetch", "refresh", id="refresh"),
        Binding("t", "period", "next period: 7 days, 28 days, all", id="period"),
        Binding("space", "pause", "pause or go on", id="pause"),
        Binding("y", "copy_line", "copy this line", id="copy.line"),
    ]

    class Arrived(Message):
        """The outcome of a fetch, from its thread; `show` draws it, on the loop."""

        def __init__(self, query: Cancellation, show: Callable[[], None]) -> None:
            super().__init__()
            self.query = query
            self.show = show

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.board = self.make_board()
        self._title = TitleLine()
        self._notice = NoticeLine()
        self._hints = HintLine()
        self._query: Cancellation | None = None  # of the fetch in flight
        self._wanted: tuple[object, str] | None = None  # stamp and period of what is shown
        self._data: T | None = None
        self._ticks = 0
        self._refused = 0  # fetches in a row that gave way to somebody else
        self._message_timer: Timer | None = None

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

    def crumbs(self, data: T | None) -> tuple[str, ...]:
        """Return where the user is, outermost first."""
        raise NotImplementedError

    def basis(self, data: T) -> Basis:
        """Return the data's state and period."""
        raise NotImplementedError

    def empty(self, data: T) -> Notice | None:
        """Return what to do where there is nothing to show."""
        raise NotImplementedError

    # Life

    def compose(self) -> ComposeResult:
        """One pane between the title and the hints."""
        yield self._title
        yield self._notice
        yield self.board
        yield self._hints

    @property
    def data(self) -> T | None:
        """What is shown, None until it has come."""
        return self._data

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
        """Nobody waits for the running query any more."""
        self._abandon()

    def on_unmount(self) -> None:
        """Leave no query behind."""
        self._abandon()

    def _abandon(self) -> None:
        if self._query is not None:
            self._query.cancel()
            self._query = None
            self.workers.cancel_node(self)

    # Fetching

    def tick(self) -> None:
        """Fetch if somebody has written or the period is another; drop the tick while one runs."""
        if self._query is not None or not self.is_current:
            return
        self._ticks += 1
        wanted = (self.session.boards.stamp(), self.session.period)
        if self._wanted is None or (self.LIVE and self._is_due(wanted)):
            self._start(wanted)

    def _is_due(self, wanted: tuple[object, str]) -> bool:
        if wanted[1] != (self._wanted or wanted)[1]:
            return True
        changed = wanted != self._wanted or self._ticks >= _REFETCH_TICKS
        return changed and not self.session.paused

    def action_fetch(self) -> None:
        """Fetch now, whether or not anything has changed."""
        if self._query is None:
            self._start((self.session.boards.stamp(), self.session.period))

    def _start(self, wanted: tuple[object, str]) -> None:
        self._ticks = 0
        self._query = Cancellation()
        self._fetch(self._query, wanted)

    @work(thread=True, exclusive=True, group="fetch", exit_on_error=False)
    def _fetch(self, query: Cancellation, wanted: tuple[object, str]) -> None:
        try:
            data = self.fetch(query, wanted[1])
        except (BusyError, QueryCancelledError) as error:
            show: Callable[[], None] = partial(self._keep, error)
        except CjmError as error:
            show = partial(self._fail, wanted, error)
        else:
            show = partial(self._show, wanted, data)
        if not query.cancelled:
            self.post_message(self.Arrived(query, show))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A bug in a fetch must not leave a screen waiting for ever: it ends the app."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            if self._query is None:
                return
            raise event.worker.error

    def on_data_screen_arrived(self, message: "DataScreen.Arrived") -> None:
        """Show the outcome, unless its query was left or overtaken."""
        if message.query is self._query:
            self._query = None
            message.show()

    def _keep(self, error: CjmError) -> None:
        """Keep the old picture; the next tick asks again, and some ticks later says who is busy."""
        self._refused += 1
        if isinstance(error, QueryCancelledError):
            return
        if self._data is None:
            hint = "This screen goes on by itself as soon as the file is free. q quits."
            self.board.notice = Notice(Outcome.LOADING, error.message, hint)
        elif self._refused >= _PATIENT_TICKS:
            self.say(f"not current: {error.message}")

    def _fail(self, wanted: tuple[object, str], error: CjmError) -> None:
        self._wanted = wanted
        self._refused = 0
        self._data = None
        self.board.notice = Notice(Outcome.FAILED, error.message, error.hint)

    def _show(self, wanted: tuple[object, str], data: T) -> None:
        self._wanted = wanted
        self._refused = 0
        self._data = data
        self.show_basis(self.basis(data))
        self.show_crumbs()
        notice = self.empty(data)
        if notice is None:
            self.present(data)
        self.board.notice = notice

    # Words at the edges

    def show_basis(self, basis: Basis) -> None:
        """Say in the title what the data reaches, and above the pane what it lacks."""
        self._title.state = basis.state
        self._title.period = basis.period
        said = display.incomplete_words(basis.state, basis.period) if basis.concerned else ""
        self._title.incomplete = bool(said)
        self._notice.text = said

    def show_crumbs(self) -> None:
        """Say where the user is."""
        self._title.crumbs = self.crumbs(self._data)

    def show_mode(self) -> None:
        """Say whether the screen follows the data."""
        self._title.mode = ("paused" if self.session.paused else "live") if self.LIVE else ""

    def say(self, message: str) -> None:
        """Show a message in place of the hints for some seconds."""
        self._hints.message = message
        if self._message_timer is not None:
            self._message_timer.stop()
        self._message_timer = self.set_timer(MESSAGE_SECONDS, self._unsay)

    def _unsay(self) -> None:
        self._hints.message = ""

    def show_hints(self) -> None:
        """Advertise this screen's keys, as they are bound now."""
        keys: dict[str, str] = {}
        for active in self.active_bindings.values():
            binding = active.binding
            if binding.id and binding.id not in keys:
                keys[binding.id] = self.app.get_key_display(binding)
        self._hints.hints = tuple((keys[id_], word) for id_, word in self.HINTS if id_ in keys)

    def on_board_drawn(self, _: Board.Drawn) -> None:
        """There is something to show."""
        self.release()

    def on_board_scrolled(self, message: Board.Scrolled) -> None:
        """Say how many lines are below."""
        self._hints.below = message.below

    # Keys

    def action_back(self) -> None:
        """Go back to the screen before; on the first one there is none."""
        if len(self.app.screen_stack) > 1:
            self.dismiss()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Evidence has neither a period of its own nor anything to pause."""
        return self.LIVE or action not in ("period", "pause")

    def action_period(self) -> None:
        """Show the next period."""
        self.session.next_period()
        self._abandon()
        self.action_fetch()

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
