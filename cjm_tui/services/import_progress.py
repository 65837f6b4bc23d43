"""How far an import of several files is, told to whoever looks at the imports meanwhile."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from cjm_tui.domain.imports import Progress, RunningImport
from cjm_tui.store.database import Database
from cjm_tui.store.importing import tell_ended, tell_running
from cjm_tui.store.session import login_name

_EVERY_S = 0.6
_LARGE = 500_000  # bytes of a file whose steps take longer than that
# Where each step of a file begins, as measured on files of 50,000 to 300,000 records; only the
# reading can be counted while it goes on.
_BEGINS = {"reading": 0.0, "checking": 0.1, "comparing": 0.55, "writing": 0.8}


@contextmanager
def told(
    database: Database,
    sizes: Sequence[int],
    at: Callable[[], int | None],
    progress: Progress,
    seconds: Callable[[], float] = time.monotonic,
) -> Iterator[Progress]:
    """Yield a progress that other sessions see as well.

    `sizes` are the files' bytes, `at` says which of them is in work. An import that is done within
    0.6 seconds is not told of at all.
    """
    tell_ended(database.path)
    telling = _Telling(database, sizes, at, progress, seconds)
    try:
        yield telling.tell
    finally:
        telling.end()


class _Telling:
    """Says at most every 0.6 seconds how far it is, and when a large file's next step begins."""

    def __init__(
        self,
        database: Database,
        sizes: Sequence[int],
        at: Callable[[], int | None],
        progress: Progress,
        seconds: Callable[[], float],
    ) -> None:
        self._database = database
        self._sizes = sizes
        self._at = at
        self._progress = progress
        self._seconds = seconds
        self._started_at = database.clock.now()
        self._told_at = seconds()
        self._told = False
        self._done = 0  # bytes of the files before
        self._place: int | None = None
        self._step = ""

    def tell(self, step: str, done: int, total: int | None) -> None:
        self._progress(step, done, total)
        place = self._at()
        if place is None:
            return
        if self._place is not None and place != self._place:
            self._done += self._sizes[self._place]
        self._place = place
        word, _, file = step.partition(" ")
        next_step = word != self._step and self._sizes[place] >= _LARGE
        self._step = word
        if next_step or self._seconds() - self._told_at >= _EVERY_S:
            self._told, self._told_at = True, self._seconds()
            tell_running(self._database.path, self._running(place, word, file, done, total))

    def end(self) -> None:
        if self._told:
            tell_ended(self._database.path)

    def _running(
        self, place: int, step: str, file: str, done: int, total: int | None
    ) -> RunningImport:
        within = _BEGINS.get(step, 0.0)
        if step == "reading" and total:
            within = _BEGINS["checking"] * min(1.0, done / total)
        share = (self._done + within * self._sizes[place]) / max(1, sum(self._sizes))
        return RunningImport(
            pid=os.getpid(),
            who=login_name(),
            started_at=self._started_at,
            file=file,
            place=place + 1,
            files=len(self._sizes),
            step=step,
            share=min(1.0, share),
        )
