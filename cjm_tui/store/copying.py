"""Copies of the database file that neither tear it nor drop anybody's lock on it."""

import fcntl
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from cjm_tui.errors import BusyError, CjmError


def copy_closed(source: Path, target: Path) -> None:
    """Copy a database that no connection of this process has open, with its WAL, to the disk.

    POSIX drops all of a process's locks on a file when any of its handles closes, so a process
    that is connected would lose DuckDB's own lock by copying. The caller holds the gate; a program
    outside the gate is kept out by the same kind of lock, and BusyError raised where it is inside.
    Raises CjmError where the copy cannot be written, and leaves nothing of it.
    """
    wal, partial = _wal(source), target.with_name(target.name + ".part")
    made = [partial]
    try:
        with source.open("rb") as original:
            fcntl.lockf(original, fcntl.LOCK_SH | fcntl.LOCK_NB)
            _copy_one(original, partial)
            if wal.exists():
                made.append(_wal(target))
                with wal.open("rb") as log:
                    _copy_one(log, _wal(target))
        partial.rename(target)
        sync_folder(target.parent)
    except BlockingIOError as error:
        raise BusyError(f"The database {source.name} is held by another program.") from error
    except OSError as error:
        for path in made:
            path.unlink(missing_ok=True)
        raise CjmError(
            f"{target} cannot be written: {error.strerror}.",
            hint="The database was left as it is.",
        ) from error


def sync_folder(folder: Path) -> None:
    """Make renames within the folder last over a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy_one(original: BinaryIO, target: Path) -> None:
    model = os.fstat(original.fileno())
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as writing:
        with suppress(PermissionError):
            os.fchown(handle, -1, model.st_gid)
        os.fchmod(handle, model.st_mode & 0o666)
        shutil.copyfileobj(original, writing, 1 << 20)
        writing.flush()
        os.fsync(handle)


def _wal(path: Path) -> Path:
    return path.with_name(path.name + ".wal")
