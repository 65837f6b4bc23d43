"""A DuckDB file of one import's own, in which it prepares its rows outside the lock."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from cjm_tui.errors import CatalogError, CjmError
from cjm_tui.store.connection import OFFLINE, own_errors
from cjm_tui.store.session import Params, bindable

if TYPE_CHECKING:
    import duckdb

_MARK = ".staging-"
_FOLDER = re.compile(r"\.staging-(?P<pid>\d+)-")


class Staging:
    """A temporary database beside the real one; the folder goes away with the `with`.

    Raises CjmError where the folder cannot be made, as on a full disk.
    """

    def __init__(self, database: Path, *, memory_limit: str = "1GB") -> None:
        remove_stale(database)
        try:
            self.folder = Path(
                tempfile.mkdtemp(
                    prefix=f"{database.name}{_MARK}{os.getpid()}-", dir=database.parent
                )
            )
        except OSError as error:
            raise CjmError(
                f"{database.parent} takes no files: {error.strerror}.",
                hint="An import prepares its rows beside the database.",
            ) from error
        self.path = self.folder / "staging.duckdb"
        self._memory_limit = memory_limit
        self._connection: duckdb.DuckDBPyConnection | None = None
        try:
            self._connection = self._connect()
        except BaseException:
            self.close()
            raise

    @property
    def connection(self) -> "duckdb.DuckDBPyConnection":
        """The open connection; a bug where it is asked for after `finish`."""
        if self._connection is None:
            raise RuntimeError("the staging file is finished")
        return self._connection

    def execute(self, sql: str, params: Params = None) -> None:
        """Run one statement for its effect."""
        self.rows(sql, params)

    def script(self, sql: str) -> None:
        """Run several statements for their effect."""
        with own_errors():
            self.connection.execute(sql)

    def rows(self, sql: str, params: Params = None) -> list[tuple[Any, ...]]:
        """Return all rows of the query."""
        with own_errors():
            bound = None if params is None else bindable(params)
            return self.connection.execute(sql, bound).fetchall()

    def lock_down(self) -> None:
        """Deny this connection all files but its own, for good: mappings are written by users."""
        self.script("set enable_external_access = false")
        self.script("set lock_configuration = true")

    def attempt(
        self, sql: str, refusal: Callable[[str], CjmError], params: Params = None
    ) -> list[tuple[Any, ...]]:
        """Run a statement that may fail by what a user wrote: a mapping's SQL, or a file's bytes.

        `refusal` makes the error that is raised then, from the first line of DuckDB's message.
        """
        import duckdb

        with own_errors():
            try:
                bound = None if params is None else bindable(params)
                return self.connection.execute(sql, bound).fetchall()
            except (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.InterruptException):
                raise
            except (duckdb.FatalException, duckdb.TransactionException) as error:
                if "Failed to commit" in str(error):
                    raise  # the disk's fault
                reason = str(error).partition("\n")[0].strip()
                raise CjmError(f"The file cannot be staged: {reason}") from error
            except duckdb.Error as error:
                raise refusal(str(error).partition("\n")[0].strip()) from error

    def renew(self) -> None:
        """Start anew with an empty file."""
        self.finish().unlink(missing_ok=True)
        self._connection = self._connect()

    def drop_views(self) -> None:
        """Remove all views and macros: a mapping's names must not stand in anybody's way."""
        for (view,) in self.rows("select view_name from duckdb_views() where not internal"):
            self.execute(f"drop view {_quoted(view)}")
        macros = self.rows(
            "select distinct function_name, function_type from duckdb_functions()"
            " where not internal and function_type in ('macro', 'table_macro')"
        )
        for name, kind in macros:
            self.execute(f"drop {str(kind).replace('_', ' ')} {_quoted(name)}")

    def resume(self) -> None:
        """Open the file again after `finish`; it takes no other file any more."""
        self._connection = self._connect()
        self.lock_down()

    def finish(self) -> Path:
        """Close the file, so that a Writer may attach it, and return its path."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        return self.path

    def interrupt(self) -> None:
        """Stop what runs, from any thread."""
        connection = self._connection
        if connection is not None:
            connection.interrupt()

    def close(self) -> None:
        """Close the file and remove its folder."""
        self.finish()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _connect(self) -> "duckdb.DuckDBPyConnection":
        import duckdb  # 120 ms: only once something is imported

        config = {
            **OFFLINE,
            "memory_limit": self._memory_limit,
            "temp_directory": str(self.folder / "spill"),
        }
        with own_errors():
            connection = duckdb.connect(str(self.path), config=config)
            connection.execute("set TimeZone = 'UTC'")
        return connection


def statements(sql: str, where: str) -> list[str]:
    """Return the statements of a mapping's SQL; raises CatalogError where it is no SQL."""
    import duckdb

    try:
        return [statement.query.strip() for statement in duckdb.extract_statements(sql)]
    except duckdb.Error as error:
        first = str(error).partition("\n")[0]
        raise CatalogError(f"{where}: its SQL cannot be read: {first}") from error


def remove_stale(database: Path) -> None:
    """Remove the staging folders that processes left behind which no longer live."""
    for folder in database.parent.glob(f"{_literal(database.name)}{_MARK}*"):
        found = _FOLDER.search(folder.name, len(database.name))
        if found and folder.is_dir() and not _lives(int(found["pid"])):
            shutil.rmtree(folder, ignore_errors=True)


def _quoted(name: object) -> str:
    return '"' + str(name).replace('"', '""') + '"'


def _literal(name: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", name)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
