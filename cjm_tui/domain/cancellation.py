"""The off-switch of a running query: pulled where nobody waits any more, felt where it runs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from cjm_tui.errors import QueryCancelledError


class Cancellation:
    """Lets one thread stop the query that another one runs.

    The running side wraps its work in `on_cancel(connection.interrupt)`; the waiting side calls
    `cancel()`. An interrupt is never called after its `with` block has ended.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._interrupts: list[Callable[[], object]] = []
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` has been called."""
        return self._cancelled

    def cancel(self) -> None:
        """Interrupt what runs now and refuse what would start later; may be called repeatedly."""
        with self._lock:
            self._cancelled = True
            for interrupt in self._interrupts:
                interrupt()

    @contextmanager
    def on_cancel(self, interrupt: Callable[[], object]) -> Iterator[None]:
        """Have `interrupt` called, from any thread, if `cancel` comes inside the block.

        Raises QueryCancelledError where it has come already.
        """
        self.check()
        with self._lock:
            self._interrupts.append(interrupt)
        try:
            self.check()
            yield
        finally:
            with self._lock:
                self._interrupts.remove(interrupt)

    def check(self) -> None:
        """Raise QueryCancelledError once `cancel` has been called; for use between statements."""
        if self._cancelled:
            raise QueryCancelledError("The query was cancelled.")
