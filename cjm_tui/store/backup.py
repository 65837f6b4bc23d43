"""A copy of the database in one file while others work, and the way back from it."""

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cjm_tui.errors import BusyError, CjmError
from cjm_tui.store import migrations
from cjm_tui.store.connection import connect
from cjm_tui.store.copying import copy_closed, sync_folder
from cjm_tui.store.database import Database
from cjm_tui.store.gate import Gate

_KEY_MODE = 0o640
_OPEN_WAIT_S = 2.0  # for a copy that nobody else knows of


@dataclass(frozen=True, slots=True)
class Contents:
    """What a copy was found to hold when it was opened."""

    size: int  # bytes
    interactions: int
    batches: int


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made."""

    path: Path
    contents: Contents
    key: bool  # whether the key that hashes customers lies beside it


@dataclass(frozen=True, slots=True)
class Restored:
    """A database that was put in place."""

    contents: Contents
    aside: Path | None  # where the database that was there lies now
    key: bool  # whether the key came with it


def back_up(
    database: Database,
    target: Path,
    *,
    with_key: bool,
    replace: bool,
    wait: float = 30.0,
) -> Backup:
    """Copy the database as it is now to `target`, whole and opened once, or leave nothing.

    Readers go on meanwhile; whoever writes waits for the copy, about three seconds a gigabyte.
    Raises BusyError where somebody writes for longer than `wait`, and CjmError where the target
    exists (unless `replace`) or cannot be written. No connection of this process may be open.
    """
    database.require()
    _refuse_existing(target, replace=replace)
    draft = target.with_name(f"{target.name}.new-{os.getpid()}")
    try:
        with database.gate.shared(wait):
            copy_closed(database.path, draft)
        contents = _folded(draft)
        has_key = with_key and _copy_key(database.path, target)
        draft.replace(target)
        sync_folder(target.resolve().parent)
    except OSError as error:
        raise _cannot(target, error) from error
    finally:
        _remove(draft)
    return Backup(target, contents, has_key)


def restore(database: Database, source: Path, *, replace: bool, wait: float = 30.0) -> Restored:
    """Put a copy of the backup in the place of the database; what was there is put aside.

    The database is one or the other at any moment. Raises CjmError where there is one already
    (unless `replace`), or the backup is no database of cjm, or a newer one's.
    """
    path = database.path
    _require_backup(source)
    _refuse_existing(path, replace=replace)
    draft = path.with_name(f"{path.name}.restoring-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        copy_closed(source, draft)
        contents = _folded(draft)
        gate = Gate(path)
        if not path.exists():
            gate.create(like=draft)
        with gate.exclusive(wait):
            aside = _put_aside(path)
            draft.replace(path)
            has_key = _copy_key(source, path)
            sync_folder(path.parent)
    except OSError as error:
        raise _cannot(path, error) from error
    finally:
        _remove(draft)
    return Restored(contents, aside, has_key)


def _folded(path: Path) -> Contents:
    """Take the copy's log into it and look whether it is a database that this program can read."""
    connection = connect(path, read_only=False, deadline=time.monotonic() + _OPEN_WAIT_S)
    try:
        found = migrations.version_of(connection, path)
        migrations.refuse_newer(found, len(migrations.migrations()), path)
        connection.execute("checkpoint")
        ((interactions, batches),) = connection.execute(
            "select (select count(*) from interaction), (select count(*) from import_batch)"
        ).fetchall()
    finally:
        connection.close()
    return Contents(path.stat().st_size, interactions, batches)


def _put_aside(path: Path) -> Path | None:
    """Give the database, whole in one file, a second name, under which it stays.

    One that cannot be opened any more keeps its log with it: that may be why one restores.
    """
    if not path.exists():
        return None
    aside = _free(path.with_name(f"{path.name}.before-restore"))
    try:
        connection = connect(path, read_only=False, deadline=time.monotonic() + _OPEN_WAIT_S)
        connection.execute("checkpoint")
        connection.close()
    except BusyError:
        raise
    except CjmError:
        with suppress(FileNotFoundError):
            path.with_name(f"{path.name}.wal").rename(aside.with_name(f"{aside.name}.wal"))
    os.link(path, aside)
    _copy_key(path, aside)  # its own stays too, in case the backup came without one
    return aside


def _copy_key(source: Path, target: Path) -> bool:
    key, copy = (path.with_name(f"{path.name}.key") for path in (source, target))
    if not key.exists():
        return False
    draft = copy.with_name(f"{copy.name}.new-{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, _KEY_MODE)
    with os.fdopen(handle, "wb") as out:
        with suppress(PermissionError):
            os.fchown(handle, -1, key.stat().st_gid)
        out.write(key.read_bytes())
        out.flush()
        os.fsync(handle)
    draft.replace(copy)
    return True


def _require_backup(source: Path) -> None:
    if not source.is_file():
        raise CjmError(f"There is no backup {source}.", hint="`cjm backup FILE` makes one.")


def _refuse_existing(path: Path, *, replace: bool) -> None:
    if path.exists() and not replace:
        raise CjmError(
            f"{path} exists already: nothing has been done.",
            hint="Name another file, or add --replace.",
        )


def _free(base: Path) -> Path:
    free, number = base, 2
    while free.exists():
        free = base.with_name(f"{base.name}.{number}")
        number += 1
    return free


def _remove(draft: Path) -> None:
    for path in (draft, draft.with_name(f"{draft.name}.wal")):
        path.unlink(missing_ok=True)


def _cannot(path: Path, error: OSError) -> CjmError:
    return CjmError(
        f"{path} cannot be written: {error.strerror}.", hint="The database was left as it is."
    )
