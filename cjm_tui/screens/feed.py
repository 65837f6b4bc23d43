"""Brings data to a screen or a pane: fetch in a thread, show on the loop, stay silent if equal."""

from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from typing import Generic, Protocol, TypeVar

from textual.dom import DOMNode
from textual.message import Message
from textual.worker import Worker, WorkerState

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.errors import BusyError, CjmError, QueryCancelledError
from cjm_tui.screens.boards import Session
from cjm_tui.widgets.board import Board, Notice, Outcome

T = TypeVar("T")

_PATIENT_TICKS = 3  # a writer of ours is done by then
_REFETCH_TICKS = 400  # about ten minutes: STALE and days without an owner follow the clock
_WRITING = "new data is being written"


class Fed(Protocol[T]):
    """Who is fed: a screen with one pane, or one pane of several."""

    session: Session
    board: Board

    @property
    def question(self) -> object:
        """What is asked besides the period; the feed asks anew as soon as it is another one."""
        ...

    def fetch(self, query: Cancellation, period: str) -> T:
        """Return the data; runs in a thread and touches no widget."""
        ...

    def show(self, data: T) -> Notice | None:
        """Hand the data to the board, or return why there is nothing to show."""
        ...

    def say(self, message: str) -> None:
        """Show a message for some seconds."""
        ...


class Feed(Generic[T]):
    """Asks when first shown and when somebody has written; holds or fails its own board only."""

    class Arrived(Message, bubble=False):
        """The outcome of a fetch, from its thread; `show` draws it, on the loop."""

        def __init__(self, query: Cancellation, show: Callable[[], None]) -> None:
            super().__init__()
            self.query = query
            self.show = show

    def __init__(self, node: DOMNode, fed: Fed[T], *, live: bool = True) -> None:
        """`node` runs the worker and gets its messages; without `live` only `ask` fetches again."""
        self._node = node
        self._fed = fed
        self._live = live
        self._query: Cancellation | None = None  # of the fetch in flight
        self._worker: Worker[None] | None = None  # which runs it
        self._wanted: tuple[object, ...] | None = None  # stamp and question of what is shown
        self._data: T | None = None
        self._ticks = 0
        self._refused = 0  # fetches in a row that gave way to somebody else

    @property
    def data(self) -> T | None:
        """What is shown, None until it has come."""
        return self._data

    def tick(self) -> None:
        """Fetch if somebody has written or something else is asked; not while a fetch runs."""
        if self._query is not None:
            return
        self._ticks += 1
        wanted = self._wants()
        if self._wanted is None or (self._live and self._is_due(wanted, self._wanted)):
            self._start(wanted)

    def ask(self) -> None:
        """Fetch now, whether or not anything has changed; not while a fetch runs."""
        if self._query is None:
            self._start(self._wants())

    def ask_anew(self) -> None:
        """Fetch now; what is being fetched is no longer wanted."""
        self.abandon()
        self.ask()

    def abandon(self) -> None:
        """Nobody waits for the running query any more."""
        if self._query is not None:
            self._query.cancel()
            self._query = None
            if self._worker is not None:
                self._worker.cancel()

    def arrived(self, message: "Feed.Arrived") -> None:
        """Show the outcome, unless its query was left or overtaken."""
        if message.query is self._query:
            self._query = None
            message.show()

    def worker_changed(self, event: Worker.StateChanged) -> None:
        """A bug in a fetch must not leave a board waiting for ever: it ends the app."""
        failed = event.state is WorkerState.ERROR and event.worker.error is not None
        if failed and self._query is not None and event.worker.error is not None:
            raise event.worker.error

    def _wants(self) -> tuple[object, ...]:
        session = self._fed.session
        stamp = session.boards.stamp()
        return (stamp, session.period, session.comparison, self._fed.question)

    def _is_due(self, wanted: tuple[object, ...], shown: tuple[object, ...]) -> bool:
        if wanted[1:] != shown[1:]:
            return True
        changed = wanted != shown or self._ticks >= _REFETCH_TICKS
        return changed and not self._fed.session.paused

    def _start(self, wanted: tuple[object, ...]) -> None:
        self._ticks = 0
        self._query = Cancellation()
        fetch = partial(self._fetch, self._query, wanted, self._fed.session.period)
        work = partial(copy_context().run, fetch)  # which app, also before the node is mounted
        self._worker = self._node.run_worker(
            work, group="fetch", exit_on_error=False, exclusive=True, thread=True
        )

    def _fetch(self, query: Cancellation, wanted: tuple[object, ...], period: str) -> None:
        try:
            data = self._fed.fetch(query, period)
        except (BusyError, QueryCancelledError) as error:
            show: Callable[[], None] = partial(self._keep, error)
        except CjmError as error:
            show = partial(self._fail, wanted, error)
        else:
            show = partial(self._show, wanted, data)
        if not query.cancelled:
            self._node.post_message(self.Arrived(query, show))

    def _keep(self, error: CjmError) -> None:
        """Keep the old picture; the next tick asks again, and some ticks later says why it waits.

        A writer of ours is nothing to worry about; a program that keeps everybody out is named.
        """
        self._refused += 1
        if isinstance(error, QueryCancelledError):
            return
        writing = isinstance(error, BusyError) and error.writing
        if self._data is None:
            message = f"{_WRITING}…" if writing else error.message
            hint = "This goes on by itself as soon as the file is free. q quits."
            self._fed.board.notice = Notice(Outcome.LOADING, message, hint)
        elif self._refused >= _PATIENT_TICKS:
            follows = f"{_WRITING}: the new figures follow by themselves"
            self._fed.say(follows if writing else f"not current: {error.message}")

    def _fail(self, wanted: tuple[object, ...], error: CjmError) -> None:
        self._wanted = wanted
        self._refused = 0
        self._data = None
        self._fed.board.notice = Notice(Outcome.FAILED, error.message, error.hint)

    def _show(self, wanted: tuple[object, ...], data: T) -> None:
        self._wanted = wanted
        self._refused = 0
        self._data = data
        self._fed.board.notice = self._fed.show(data)
