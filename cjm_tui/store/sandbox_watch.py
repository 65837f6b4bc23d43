"""What stops an ad hoc query from inside: its time is up, a writer waits, or nobody does."""

import os
import select
import threading
import time
from typing import TYPE_CHECKING

from cjm_tui.store.gate import Gate
from cjm_tui.store.sandbox_protocol import CANCELLED, EXITS, GAVE_WAY, TIMED_OUT

if TYPE_CHECKING:
    import duckdb

_TICK_S = 0.05
_PATIENCE_S = 0.2  # with half a tick either side the writer has waited for 0.25 s
_STUBBORN_S = 0.7  # how long an interrupt may be ignored before the process ends itself


class Watch(threading.Thread):
    """Looks every 50 ms, and interrupts the query when it must end; `reason` says why."""

    def __init__(
        self,
        gate: Gate,
        connection: "duckdb.DuckDBPyConnection",
        *,
        deadline: float,
        asker: int,
    ) -> None:
        super().__init__(daemon=True)
        self.reason = ""
        self._gate = gate
        self._connection = connection
        self._deadline = deadline
        self._asker = asker
        self._writer_since: float | None = None
        self._stopped = threading.Event()
        self._wake, self._waker = os.pipe()

    def stop(self) -> None:
        """End the watch; afterwards the connection may be closed."""
        self._stopped.set()
        os.write(self._waker, b".")
        self.join()

    def run(self) -> None:
        """Look until stopped; a process that ignores its interrupts is ended, for it only reads."""
        ordered_at = 0.0
        while not self._stopped.is_set():
            asker_gone = self._asker in select.select([self._asker, self._wake], [], [], _TICK_S)[0]
            now = time.monotonic()
            if not self.reason:
                self.reason, ordered_at = self._verdict(asker_gone, now), now
            if self.reason and not self._stopped.is_set():
                self._connection.interrupt()
                if now - ordered_at > _STUBBORN_S:
                    os._exit(EXITS[self.reason])
                self._stopped.wait(_TICK_S)

    def _verdict(self, asker_gone: bool, now: float) -> str:
        if asker_gone:
            return CANCELLED
        if now > self._deadline:
            return TIMED_OUT
        if not self._gate.writer_waiting():
            self._writer_since = None
            return ""
        if self._writer_since is None:
            self._writer_since = now
        return GAVE_WAY if now - self._writer_since >= _PATIENCE_S else ""
