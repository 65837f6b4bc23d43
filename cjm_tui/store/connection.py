"""Connections to the database file: for readers and edits in one engine, for a load in its own."""

import atexit
import errno
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cjm_tui.errors import BusyError, CjmError, QueryCancelledError
from cjm_tui.store.holders import duckdb_holder, lives
from cjm_tui.store.shared import Engine

if TYPE_CHECKING:
    import duckdb

MEMORY_LIMIT = "1GB"
_PAUSE_S = 0.05
_SPILL = "cjm-spill-"
_REASONS = tuple(
    os.strerror(number)
    for number in (
        errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EIO, errno.ENOENT
    )
)  # fmt: skip
_starting = threading.Lock()
_shared: list[Engine] = []  # the last is this process's, once somebody reads
OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "threads": "2",
    "memory_limit": MEMORY_LIMIT,
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
    "asof_loop_join_threshold": 0,  # a loop is taken where few rows are expected: 41 s for 2.4
}


def connect(
    path: Path, *, read_only: bool, deadline: float, spill: str | None = None
) -> "duckdb.DuckDBPyConnection":
    """Open the database in UTC; the caller holds the gate.

    Until `deadline` (monotonic seconds) it waits for a program that opened the file without our
    gate, then raises BusyError naming it; CjmError where the file is no database or not ours.
    What does not fit into memory is spilled to `spill` ("": nowhere; None: the usual place).
    """
    import duckdb  # 120 ms: only once something is asked

    config = dict(OFFLINE)
    if spill is not None:
        config["temp_directory"] = spill
    opened = _patiently(
        path, deadline, lambda: duckdb.connect(str(path), read_only=read_only, config=config)
    )
    opened.execute("set TimeZone = 'UTC'")
    return opened


def start_engine() -> None:
    """Start this process's engine, so that nobody has to wait for that at the gate."""
    _engine()


@contextmanager
def reading(path: Path, *, deadline: float) -> Iterator["duckdb.DuckDBPyConnection"]:
    """Open the database for reading only, in UTC, as `connect` does, in the one engine."""
    with ExitStack() as stack:
        opened = _patiently(path, deadline, lambda: stack.enter_context(_engine().reading(path)))
        opened.execute("set TimeZone = 'UTC'")
        yield opened


@contextmanager
def editing(path: Path, *, deadline: float) -> Iterator["duckdb.DuckDBPyConnection"]:
    """Open the database for a small change, in UTC, as `connect` does, in the one engine."""
    with ExitStack() as stack:
        opened = _patiently(path, deadline, lambda: stack.enter_context(_engine().editing(path)))
        opened.execute("set TimeZone = 'UTC'")
        yield opened


def _patiently(
    path: Path, deadline: float, opening: "Callable[[], duckdb.DuckDBPyConnection]"
) -> "duckdb.DuckDBPyConnection":
    import duckdb

    while True:
        try:
            return opening()
        except duckdb.IOException as error:
            holder = duckdb_holder(str(error))
            if holder is None:
                raise _unusable(path, error) from error
            if time.monotonic() + _PAUSE_S > deadline:
                raise BusyError(
                    f"The database {path.name} is held by {holder}.",
                    hint="Nothing has changed. Close that program, or try again later.",
                ) from error
            time.sleep(_PAUSE_S)
        except duckdb.SerializationException as error:
            raise _unusable(path, error) from error


def _engine() -> Engine:
    """Return the engine of this process; its spill is not the writer's `<db>.tmp`."""
    with _starting:
        if not _shared or not _shared[-1].usable:
            kept = [engine for engine in _shared if engine.forked]
            _shared[:] = [*kept, Engine(OFFLINE | {"temp_directory": _spill_folder()})]
        return _shared[-1]


@contextmanager
def own_errors() -> Iterator[None]:
    """Turn what is no bug of ours (interrupt, memory, a full disk) into a CjmError."""
    import duckdb

    try:
        yield
    except duckdb.InterruptException as error:
        raise QueryCancelledError("The query was cancelled.") from error
    except duckdb.OutOfMemoryException as error:
        raise CjmError(
            f"This needs more than the {MEMORY_LIMIT} of memory that the database may use.",
            hint="Choose a shorter period, or look for free space on the temporary disk.",
        ) from error
    except (duckdb.IOException, duckdb.TransactionException) as error:
        if not isinstance(error, duckdb.IOException) and "Failed to commit" not in str(error):
            raise
        raise CjmError(
            f"The disk gave an error: {_disk_reason(error)}.",
            hint="Nothing has changed. Make room or have the disk looked at, and try again.",
        ) from error


@contextmanager
def files_like(path: Path) -> Iterator[None]:
    """Let files made meanwhile (WAL, spill) have the mode of `path`; the process has one writer."""
    mode = path.stat().st_mode & 0o777
    readable = mode & 0o444
    before = os.umask(0o777 & ~(mode | readable >> 2))
    try:
        yield
    finally:
        os.umask(before)


def _unusable(path: Path, error: Exception) -> CjmError:
    text = str(error)
    if "not a valid DuckDB database" in text or "Is a directory" in text:
        return CjmError(
            f"{path} is not a database of cjm.",
            hint="Name another file with --db or CJM_DB, or make one with `cjm init`.",
        )
    if "Permission denied" in text:
        return CjmError(
            f"{path} may not be opened: permission denied.",
            hint="Its owner, or whoever administers this machine, can let you read it.",
        )
    if "newer version" in text or "older version" in text or "storage version" in text:
        return CjmError(
            f"{path} was written by another version of DuckDB than this program uses.",
            hint="Install the version of cjm that wrote it.",
        )
    return CjmError(f"{path} cannot be opened: {_first_line(error)}.")


def _disk_reason(error: Exception) -> str:
    """Return what the system said, wherever it stands in DuckDB's message."""
    text = str(error)
    found = next((reason for reason in _REASONS if reason in text), "")
    return found or _first_line(error).rpartition(": ")[2].strip(" .")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")


def _spill_folder() -> str:
    """Return this process's own folder for what readers spill."""
    try:
        _sweep(Path(tempfile.gettempdir()))
        folder = tempfile.mkdtemp(prefix=f"{_SPILL}{os.getpid()}-")
    except OSError:
        return ""  # no room for temporary files: what fits into memory can still be asked
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _sweep(temporary: Path) -> None:
    """Remove what processes of this user left behind that were killed."""
    for folder in temporary.glob(f"{_SPILL}*-*"):
        pid = folder.name.removeprefix(_SPILL).partition("-")[0]
        if pid.isdecimal() and not lives(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)  # another user's cannot be removed
