"""Who may open the database: `flock`s on two files beside it, so that nobody is shut out for long.

Readers take the turnstile shared, then the gate shared, then let the turnstile go; writers take
both exclusive and keep them. So a waiting writer goes next, and waits for one reader at most.
Whoever has to wait stands in the kernel's queue, in the order in which they came.
"""

import fcntl
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cjm_tui.errors import BusyError, CjmError
from cjm_tui.store.holders import flock_holders
from cjm_tui.store.mounts import network_file_system

_held = threading.local()
_counting = threading.Lock()
_users: Counter[Path] = Counter()  # threads of this process that hold or want its gate


class Gate:
    """The two lock files of one database; takes part in no lock until asked."""

    def __init__(self, database: Path) -> None:
        self.database = Path(os.path.realpath(database))
        self.gate = self.database.with_name(self.database.name + ".gate")
        self.turnstile = self.database.with_name(self.database.name + ".turn")
        self._local = False

    def create(self, like: Path | None = None) -> None:
        """Make both files with the group and mode of the database, or of `like`, unless they exist.

        Raises CjmError where the folder is on a network file system, which has no reliable flock.
        """
        self._refuse_network()
        model = (like or self.database).stat()
        for path in (self.gate, self.turnstile):
            handle = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
            try:
                with suppress(PermissionError):
                    os.fchown(handle, -1, model.st_gid)
                with suppress(PermissionError):
                    os.fchmod(handle, model.st_mode & 0o666)
            finally:
                os.close(handle)

    @contextmanager
    def shared(self, wait: float) -> Iterator[None]:
        """Hold the gate as one of many readers.

        Waits `wait` seconds at most (0: one try, never blocks), then raises BusyError.
        """
        deadline = time.monotonic() + wait
        with self._once_a_thread(), self._open(self.gate) as gate:
            with self._open(self.turnstile) as turnstile:
                self._take(turnstile, fcntl.LOCK_SH, deadline, self.turnstile)
                self._take(gate, fcntl.LOCK_SH, deadline, self.gate)
            yield

    @contextmanager
    def exclusive(self, wait: float) -> Iterator[None]:
        """Hold the gate alone, as the writer; waits and raises as `shared` does."""
        deadline = time.monotonic() + wait
        with (
            self._once_a_thread(),
            self._open(self.turnstile) as turnstile,
            self._open(self.gate) as gate,
        ):
            self._take(turnstile, fcntl.LOCK_EX, deadline, self.turnstile)
            self._take(gate, fcntl.LOCK_EX, deadline, self.gate)
            yield

    def writer_waiting(self) -> bool:
        """Return whether a writer waits or writes; never blocks."""
        with self._open(self.turnstile) as turnstile:
            return not _try(turnstile, fcntl.LOCK_SH)

    def _take(self, handle: int, kind: int, deadline: float, path: Path) -> None:
        if _try(handle, kind) or _queue(handle, kind, deadline - time.monotonic()):
            return
        writing = kind == fcntl.LOCK_SH  # nobody else keeps a reader out
        does = "writes to it" if writing else "uses it"
        raise BusyError(
            f"The database {self.database.name} is busy: {flock_holders(path)} {does}.",
            hint="Nothing has changed. Try again in a moment.",
            writing=writing,
        )

    @contextmanager
    def _open(self, path: Path) -> Iterator[int]:
        self._refuse_network()
        try:
            if not path.exists():
                self._adopt()
            handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except PermissionError as error:
            raise CjmError(
                f"The lock file {path.name} may not be read.",
                hint="Ask its owner for read permission, as for the database itself.",
            ) from error
        try:
            yield handle
        finally:
            os.close(handle)

    def _adopt(self) -> None:
        """Make the lock files of a database that was copied here by hand."""
        if _users[self.database] > 1:  # another thread has it open: not to be looked into
            raise CjmError(
                f"Somebody has removed the lock files of {self.database.name}.",
                hint="Close all programs that use it, and open it again.",
            )
        with self.database.open("rb") as file:
            if file.read(12)[8:] != b"DUCK":
                raise CjmError(
                    f"{self.database} is not a database of cjm.",
                    hint="Name another file with --db or CJM_DB, or make one with `cjm init`.",
                )
        try:
            self.create()
        except PermissionError as error:
            raise CjmError(
                f"The lock files of {self.database.name} are missing beside it.",
                hint="Somebody who may write in its folder makes them by opening it once.",
            ) from error

    @contextmanager
    def _once_a_thread(self) -> Iterator[None]:
        """Turn a certain deadlock (a thread that waits for itself) into a crash at once."""
        inside: set[Path] = _held.__dict__.setdefault("gates", set())
        if self.database in inside:
            raise RuntimeError(f"this thread already holds the gate of {self.database.name}")
        inside.add(self.database)
        with _counting:
            _users[self.database] += 1
        try:
            yield
        finally:
            with _counting:
                _users[self.database] -= 1
            inside.discard(self.database)

    def _refuse_network(self) -> None:
        if self._local:
            return
        kind = network_file_system(self.database.parent)
        if kind:
            raise CjmError(
                f"{self.database.parent} is on a network file system ({kind}), "
                "where locks cannot be relied on.",
                hint="Keep the database on a local disk and log in to that machine.",
            )
        self._local = True


def _queue(handle: int, kind: int, wait: float) -> bool:
    """Stand in the kernel's queue for a lock; return whether it was had within `wait` seconds.

    A call that waits in the kernel cannot be ended from outside, so a thread makes it, with a
    descriptor of its own: it shares the lock with `handle`, and whoever has given up lets it go.
    """
    if wait <= 0:
        return False
    had, own = threading.Event(), os.dup(handle)

    def stand() -> None:
        try:
            fcntl.flock(own, kind)
            had.set()
        finally:
            os.close(own)

    threading.Thread(target=stand, name="gate", daemon=True).start()
    return had.wait(wait)


def _try(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
