"""Stored and ad hoc SQL, run in the sandbox: what may be asked, and what is said of the answer."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from cjm_tui.domain.period import parse_period
from cjm_tui.domain.text import shown
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import data_state
from cjm_tui.services.export import Format
from cjm_tui.store.catalog import Catalog, StoredQuery
from cjm_tui.store.database import Database
from cjm_tui.store.sandbox import SandboxResult, run_sql

_TABLE_ROWS = 1_000
_DEFAULT_PERIOD = "28d"


@dataclass(frozen=True)
class Ask:
    """A statement with its parameters."""

    sql: str
    params: dict[str, Any] = field(default_factory=dict)


def default_limit(form: Format) -> int | None:
    """Rows at most where the user names no limit: a table is read by a person, a file is whole."""
    return _TABLE_ROWS if form is Format.TABLE else None


def stored(database: Database, catalog: Catalog, name: str, given: dict[str, str]) -> Ask:
    """Return a stored query with its parameters: the given ones, the site's, the last 28 days.

    Raises UsageError for an unknown name or parameter, or a value that is not of its type.
    """
    query = catalog.find(name)
    if query is None:
        near = get_close_matches(name, [q.name for q in catalog], n=3)
        hint = f"Near: {', '.join(near)}." if near else "cjm query lists them."
        raise UsageError(f"There is no stored query {name!r}.", hint=hint)
    for key in given:
        if key not in query.params:
            known = ", ".join(query.params) or "none"
            raise UsageError(f"{query.name} has no parameter {key!r}.", hint=f"It has: {known}.")
    params = _defaults(database, query) if set(query.params) - set(given) else {}
    params.update({key: _typed(key, text, query.params[key]) for key, text in given.items()})
    missing = [key for key in query.params if key not in params]
    if missing:
        wanted = ", ".join(f"-p {key}=…" for key in missing)
        raise UsageError(f"{query.name} needs {', '.join(missing)}.", hint=f"Add {wanted}.")
    return Ask(query.sql, params)


def _defaults(database: Database, query: StoredQuery) -> dict[str, Any]:
    """Values for what the user left out: the last 28 complete days, the clock, site settings."""
    with database.read() as reader:
        state = data_state(reader)
        defaults: dict[str, Any] = {"as_of": state.as_of.replace(tzinfo=None)}
        if state.first_day is not None and state.last_day is not None:
            period = parse_period(_DEFAULT_PERIOD, state.first_day, state.last_day)
            defaults["from"] = datetime.combine(period.first, time())
            defaults["to"] = datetime.combine(period.last + timedelta(days=1), time())
        settings = reader.settings
    for key in query.params:
        if key not in defaults and hasattr(settings, key):
            defaults[key] = getattr(settings, key)
    return {key: value for key, value in defaults.items() if key in query.params}


def _typed(key: str, text: str, kind: str) -> Any:  # noqa: ANN401  a parameter is any value
    """Return a parameter's text as a value of its declared type."""
    convert = {
        "timestamp": datetime.fromisoformat,
        "date": date.fromisoformat,
        "double": float,
        "integer": int,
        "bigint": int,
        "boolean": lambda word: {"true": True, "yes": True, "false": False, "no": False}[
            word.lower()
        ],
    }.get(kind.lower(), str)
    try:
        return convert(text)
    except (ValueError, KeyError) as error:
        raise UsageError(f"{key}={text!r} is not a {kind}.") from error


def run(database: Database, ask: Ask, *, limit: int | None, timeout: float) -> SandboxResult:
    """Run a statement in the sandbox.

    Raises QueryError (refused, failed, gave way twice), QueryTimeoutError, BusyError.
    """
    return run_sql(database, ask.sql, ask.params, limit=limit, timeout=timeout)


def summary(result: SandboxResult, output: Path | None) -> str:
    """Return one line on a result: how many rows, whether that is all, how long it took."""
    rows = result.table.num_rows
    amount = f"first {rows:,} rows, there are more" if result.cut else f"{rows:,} rows, all of them"
    where = f" → {shown(str(output))}" if output is not None else ""
    return f"{amount} · {result.seconds:.2f} s{where}"
