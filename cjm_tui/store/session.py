"""What is done with the open database: a Reader asks, a Writer changes in one transaction."""

import os
import pwd
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from cjm_tui.config import Clock, EndOfDay, FixedClock, SystemClock
from cjm_tui.domain.text import stored
from cjm_tui.errors import QueryCancelledError, UsageError
from cjm_tui.store.connection import own_errors
from cjm_tui.store.remembered import Answer, Answers
from cjm_tui.store.settings import SiteSettings, load

if TYPE_CHECKING:
    import duckdb

Params = Mapping[str, Any] | Sequence[Any] | None

_LOG = """
    insert into change_log ("at", who, noun, id, field, old, new, why, edit)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class StoredQuery(Protocol):
    """What a session needs to know of a stored query: its SQL and the parameters it declares."""

    @property
    def sql(self) -> str:
        """SQL that runs once its parameters are bound."""
        ...

    @property
    def params(self) -> Mapping[str, str]:
        """Declared parameters and their types."""
        ...


class Catalog(Protocol):
    """Where stored queries are found by name."""

    def get(self, name: str) -> StoredQuery:
        """Return the query; raises UsageError for an unknown name."""
        ...


class Reader:
    """An open database, for the length of a `with`; use it from one thread, interrupt from any."""

    def __init__(
        self,
        connection: "duckdb.DuckDBPyConnection",
        clock: Clock,
        catalog: Catalog | None,
        remembered: Answers | None = None,
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._catalog = catalog
        self._remembered = remembered
        self._state = threading.Lock()
        self._closed = False
        self._interrupted = False

    @property
    def catalog(self) -> Catalog | None:
        """Where its stored queries come from."""
        return self._catalog

    @property
    def now(self) -> datetime:
        """The present moment, aware UTC; a demo's is its own unless the user fixed the clock."""
        if isinstance(self._clock, SystemClock) and self.settings.demo_now is not None:
            return self.settings.demo_now
        if isinstance(self._clock, EndOfDay):
            return self._clock.in_zone(ZoneInfo(self.settings.timezone))
        return self._clock.now()

    @property
    def fixed(self) -> bool:
        """Whether the user has fixed the clock."""
        return not isinstance(self._clock, SystemClock)

    @contextmanager
    def standing_at(self, moment: datetime) -> Iterator[None]:
        """Let the clock stand at a moment within the `with`: the answers depend on no other."""
        before, self._clock = self._clock, FixedClock(moment)
        try:
            yield
        finally:
            self._clock = before

    @cached_property
    def settings(self) -> SiteSettings:
        """What the site has decided, as this connection sees it."""
        return load(self)

    def local(self, moment: datetime) -> datetime:
        """Return a stored moment (UTC) as the site's local time."""
        zone = ZoneInfo(self.settings.timezone)
        return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)

    def rows(self, sql: str, params: Params = None) -> list[tuple[Any, ...]]:
        """Return all rows of the query; aware datetimes among `params` are bound as naive UTC.

        Raises QueryCancelledError after `interrupt`.
        """
        return self._run(sql, params)[1]

    def row(self, sql: str, params: Params = None) -> tuple[Any, ...]:
        """Return the only row of a query that always has exactly one."""
        (only,) = self.rows(sql, params)
        return only

    def records(self, sql: str, params: Params = None) -> list[dict[str, Any]]:
        """Return the rows by column name."""
        names, rows = self._run(sql, params)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def query(self, name: str, **params: object) -> list[tuple[Any, ...]]:
        """Return the rows of a stored query; see `bound` for the parameters."""
        return self._answer(name, params)[1]

    def query_records(self, name: str, **params: object) -> list[dict[str, Any]]:
        """Return the rows of a stored query by column name."""
        names, rows = self._answer(name, params)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def bound(self, name: str, **params: object) -> dict[str, Any]:
        """Return the parameters with which a stored query runs.

        A declared parameter that is not given is the site setting of its name, `as_of` the present.
        Raises UsageError for one that the query does not declare, or that nothing gives a value.
        """
        declared = self._named(name).params
        if excess := sorted(params.keys() - declared.keys()):
            raise UsageError(
                f"The query {name} takes no {', '.join(excess)}.",
                hint=f"It takes {', '.join(declared) or 'no parameters'}.",
            )
        filled: dict[str, Any] = dict(params)
        for key in declared:
            if key in params:
                continue
            if key == "as_of":
                filled[key] = self.now
            elif hasattr(self.settings, key):
                filled[key] = getattr(self.settings, key)
            else:
                raise UsageError(f"The query {name} needs {key}.", hint=f"Give -p {key}=VALUE.")
        return filled

    @contextmanager
    def attach(self, path: Path, alias: str, *, writable: bool = False) -> Iterator[None]:
        """Let another DuckDB file be read as `alias` within the `with`.

        `writable` lets a Reader prepare its results there, while the database stays read-only.
        """
        quoted = str(path).replace("'", "''")
        mode = "read_write" if writable else "read_only"
        with own_errors():
            self._connection.execute(f"attach '{quoted}' as {_name(alias)} ({mode})")
        try:
            yield
        finally:
            self._detach(alias)

    def scratch(self) -> "Writer":
        """Return a Writer of this connection, for temporary tables and writable attached files.

        The database itself stays as read-only as it is.
        """
        return Writer(self._connection, self._clock, self._catalog)

    def interrupt(self) -> None:
        """Stop what runs, from any thread, and all that follows; harmless once it is closed."""
        with self._state:
            self._interrupted = True
            if not self._closed:
                self._connection.interrupt()

    def close(self) -> None:
        """Close the connection; the last of the process releases the file."""
        with self._state:
            self._closed = True
            self._connection.close()

    def _named(self, name: str) -> StoredQuery:
        if self._catalog is None:
            raise UsageError(f"There is no stored query {name!r} here.")
        return self._catalog.get(name)

    def _answer(self, name: str, params: Mapping[str, object]) -> Answer:
        """Ask a stored query, or remember its answer: without `as_of` only a write changes it."""
        sql, bound = self._named(name).sql, self.bound(name, **params)
        if self._remembered is None or "as_of" in bound:
            return self._run(sql, bound)
        self._refuse_interrupted()
        found = self._remembered.get(sql, bound)
        if found is None:
            found = self._run(sql, bound)
            self._remembered.put(sql, bound, found)
        return found

    def _run(self, sql: str, params: Params) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Return the names of the columns, and all rows: DuckDB may compute while they are read."""
        self._refuse_interrupted()
        with own_errors():
            bound = None if params is None else bindable(params)
            result = self._connection.execute(sql, bound)
            return [column[0] for column in result.description or []], result.fetchall()

    def _detach(self, alias: str) -> None:
        """Other readers of the process share the instance, and would go on seeing the file."""
        with own_errors():
            self._connection.execute(f"detach {_name(alias)}")

    def _refuse_interrupted(self) -> None:
        if self._interrupted:
            raise QueryCancelledError("The query was cancelled.")


class Writer(Reader):
    """A Reader that may also change: all of it is committed together, or nothing is."""

    def execute(self, sql: str, params: Params = None) -> int:
        """Run one or several statements; return how many rows the last of them changed."""
        names, rows = self._run(sql, params)
        return int(rows[0][0]) if names == ["Count"] and rows else 0

    def _detach(self, alias: str) -> None:
        """Leave it to the end: a transaction that has read a file cannot let it go before."""

    def commit(self) -> None:
        """End the transaction; `Database.write` does it."""
        with own_errors():
            self._connection.execute("commit")

    @property
    def who(self) -> str:
        """Who is writing: `$CJM_USER`, or else the login name."""
        return login_name()

    def log_change(
        self,
        noun: str,
        identity: str,
        field: str,
        *,
        old: object,
        new: object,
        why: str | None = None,
    ) -> None:
        """Record in the change log that `field` of this `noun` went from old to new."""
        values = (noun, identity, field, _text(old), _text(new), why)
        self._run(_LOG, (self.now, self.who, *values, self._edit))

    @cached_property
    def _edit(self) -> int:
        """The number under which the log keeps this transaction's changes together."""
        return int(self.row("select coalesce(max(edit), 0) + 1 from change_log")[0])


def login_name() -> str:
    """Return `$CJM_USER`, or else the login name of the process's user."""
    name = os.environ.get("CJM_USER", "").strip()
    if not name:
        try:
            name = pwd.getpwuid(os.getuid()).pw_name
        except KeyError:
            name = str(os.getuid())
    return stored(name)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _name(alias: str) -> str:
    return '"' + alias.replace('"', '""') + '"'


def bindable(params: Mapping[str, Any] | Sequence[Any]) -> dict[str, Any] | list[Any]:
    """Return the parameters with aware datetimes as naive UTC, which is how times are stored."""
    if isinstance(params, Mapping):
        return {key: _utc(value) for key, value in params.items()}
    return [_utc(value) for value in params]


def _utc(value: object) -> object:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value
