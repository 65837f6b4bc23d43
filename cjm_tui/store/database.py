"""The one file: every process opens it for a moment, runs, and closes it again."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cjm_tui.config import Clock
from cjm_tui.errors import CjmError, UsageError
from cjm_tui.store import migrations, settings
from cjm_tui.store.connection import connect, editing, files_like, reading, start_engine
from cjm_tui.store.copying import sync_folder
from cjm_tui.store.gate import Gate
from cjm_tui.store.remembered import Answers
from cjm_tui.store.session import Catalog, Reader, Writer

if TYPE_CHECKING:
    import duckdb

_PATTERN = frozenset("*?[]")  # DuckDB would take files beside such a path for a pattern
_UPGRADE_WAIT_S = 30.0


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What `stat` says of a file; all zero where there is none, or none that may be seen."""

    inode: int = 0
    size: int = 0
    modified_ns: int = 0


@dataclass(frozen=True, slots=True)
class Stamp:
    """Differs from an earlier one as soon as anybody has written to the database."""

    database: FileStamp
    wal: FileStamp


class Database:
    """A database file by its path; nothing is opened until `read` or `write`."""

    def __init__(
        self,
        path: Path,
        clock: Clock,
        catalog: Catalog | None = None,
        *,
        schema: Path = migrations.SCHEMA,
    ) -> None:
        self.path = Path(os.path.realpath(path))
        self.clock = clock
        self.catalog = catalog
        self.gate = Gate(self.path)
        self._schema = schema
        self._answers = Answers()

    @classmethod
    def create(
        cls,
        path: Path,
        timezone: str,
        clock: Clock,
        *,
        catalog: Catalog | None = None,
        demo: bool = False,
        schema: Path = migrations.SCHEMA,
    ) -> "Database":
        """Make an empty database with its lock files, for the group too (umask 007).

        It appears whole or not at all. Raises UsageError for a time zone that does not exist and
        CjmError where the file exists or cannot be made.
        """
        site = {"timezone": settings.checked("timezone", timezone), "demo": demo}
        database = cls(path, clock, catalog, schema=schema)
        final = database.path
        if set(str(final)) & _PATTERN:
            raise UsageError(
                f"{final} cannot be the path of a database.", hint="Choose one without * ? [ ]."
            )
        draft = final.with_name(f"{final.name}.new-{os.getpid()}")
        before = os.umask(0o007)
        try:
            final.parent.mkdir(parents=True, exist_ok=True)
            if final.exists():
                raise FileExistsError
            database._fill(draft, site)
            database.gate.create(like=draft)
            os.link(draft, final)
            sync_folder(final.parent)
        except FileExistsError as error:
            raise CjmError(
                f"{final} exists already.", hint="Use it as it is, or name another with --db."
            ) from error
        except OSError as error:
            raise CjmError(f"{final} cannot be made: {error.strerror}.") from error
        finally:
            os.umask(before)
            draft.unlink(missing_ok=True)
        return database

    @contextmanager
    def read(self, *, wait: float = 5.0) -> Iterator[Reader]:
        """Open the database for questions, as one of many; an older file is upgraded first.

        Waits `wait` seconds at most for a writer (0: never; longer for an upgrade), then raises
        BusyError; CjmError where there is no database.
        """
        deadline = time.monotonic() + wait
        self.require()
        start_engine()
        while True:
            with self.gate.shared(wait):
                before = self.stamp()
                with reading(self.path, deadline=deadline) as connection:
                    answers = self._remembered(before)
                    reader = Reader(connection, self.clock, self.catalog, answers)
                    try:
                        if self._current(connection):
                            yield reader
                            return
                    finally:
                        reader.close()
            self._upgrade(wait and max(wait, _UPGRADE_WAIT_S))

    @contextmanager
    def write(self, *, wait: float = 30.0) -> Iterator[Writer]:
        """Open the database alone, for one transaction: committed at the end, or all is as before.

        Raises BusyError after `wait` seconds (0: never waits), and CjmError as `read` does.
        """
        with self._alone(wait) as writer:
            yield writer
            writer.commit()

    @contextmanager
    def edit(self, *, wait: float = 30.0) -> Iterator[Writer]:
        """Open the database as `write` does, for what changes a few rows.

        It holds the others up for a third of the time: it starts no engine of its own.
        """
        deadline = time.monotonic() + wait
        self.require()
        start_engine()
        while True:
            with (
                self.gate.exclusive(wait),
                files_like(self.path),
                editing(self.path, deadline=deadline) as connection,
            ):
                writer = Writer(connection, self.clock, self.catalog)
                try:
                    if self._current(connection):
                        connection.execute("begin")
                        yield writer
                        writer.commit()
                        return
                finally:
                    writer.close()
            self._upgrade(max(wait, _UPGRADE_WAIT_S))

    @contextmanager
    def rehearse(self, *, wait: float = 30.0) -> Iterator[Writer]:
        """Open the database as `write` does, and roll everything back at the end."""
        with self._alone(wait) as writer:
            yield writer

    def require(self) -> None:
        """Raise CjmError where there is no database at the path."""
        try:
            self.path.stat()
        except FileNotFoundError as error:
            raise CjmError(
                f"There is no database {self.path}.",
                hint="Make one with `cjm init`, or name another with --db or CJM_DB.",
            ) from error
        except OSError as error:
            raise CjmError(
                f"{self.path} may not be opened: {error.strerror}.",
                hint="Its owner, or whoever administers this machine, can let you read it.",
            ) from error

    def stamp(self) -> Stamp:
        """Return a value that changes whenever anybody has written; opens nothing."""
        wal = self.path.with_name(self.path.name + ".wal")
        return Stamp(_file_stamp(self.path), _file_stamp(wal))

    def _remembered(self, before: Stamp) -> Answers:
        """Return the answers of the file as it was `before` it was opened, and still is.

        While it is open nobody writes; one that was replaced meanwhile has none to share.
        """
        if self.stamp() != before:
            return Answers()
        answers = self._answers
        if answers.stamp != before:
            answers = self._answers = Answers(before)
        return answers

    @contextmanager
    def _alone(self, wait: float) -> Iterator[Writer]:
        deadline = time.monotonic() + wait
        self.require()
        with self.gate.exclusive(wait), files_like(self.path):
            connection = self._open_newest(deadline)
            writer = Writer(connection, self.clock, self.catalog)
            try:
                connection.execute("begin")
                yield writer
            finally:
                writer.close()  # what is not committed is rolled back

    def _current(self, connection: "duckdb.DuckDBPyConnection") -> bool:
        found = migrations.version_of(connection, self.path)
        latest = len(migrations.migrations(self._schema))
        migrations.refuse_newer(found, latest, self.path)
        return found == latest

    def _upgrade(self, wait: float) -> None:
        deadline = time.monotonic() + wait
        migrations.refuse_readonly(self.path)
        with self.gate.exclusive(wait), files_like(self.path):
            self._open_newest(deadline).close()

    def _open_newest(self, deadline: float) -> "duckdb.DuckDBPyConnection":
        """Open the file for writing and upgrade an older one; the gate is held alone."""
        connection = connect(self.path, read_only=False, deadline=deadline)
        try:
            if self._current(connection):
                return connection
            found = migrations.version_of(connection, self.path)
            connection.execute("checkpoint")
        except BaseException:
            connection.close()
            raise
        connection.close()
        steps = migrations.migrations(self._schema)
        migrations.back_up(self.path, len(steps))
        connection = connect(self.path, read_only=False, deadline=deadline)
        try:
            migrations.apply(connection, steps[found:], self.clock)
        except BaseException:
            connection.close()
            raise
        return connection

    def _fill(self, draft: Path, site: dict[str, object]) -> None:
        draft.unlink(missing_ok=True)
        connection = connect(draft, read_only=False, deadline=time.monotonic())
        try:
            migrations.apply(connection, migrations.migrations(self._schema), self.clock)
            writer = Writer(connection, self.clock, None)
            for key, value in site.items():
                settings.store(writer, key, value)
        finally:
            connection.close()


def _file_stamp(path: Path) -> FileStamp:
    try:
        status = path.stat()
    except (FileNotFoundError, PermissionError):
        return FileStamp()
    return FileStamp(status.st_ino, status.st_size, status.st_mtime_ns)
