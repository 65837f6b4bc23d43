"""Stored and ad hoc SQL, run in the sandbox: what may be asked, and what is said of the answer."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from cjm_tui.domain.panel import Result
from cjm_tui.domain.period import parse_period
from cjm_tui.domain.text import shown
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import data_state
from cjm_tui.services.export import Format
from cjm_tui.services.pitfalls import check_values
from cjm_tui.store.catalog import Catalog, StoredQuery
from cjm_tui.store.contract import check_contract
from cjm_tui.store.database import Database
from cjm_tui.store.sandbox import run_sql
from cjm_tui.store.session import Reader

_TABLE_ROWS = 1_000
_DEFAULT_PERIOD = "28d"
_YES_OR_NO = {"true": True, "yes": True, "false": False, "no": False}
_PARSERS: dict[str, Callable[[str], Any]] = {
    "timestamp": datetime.fromisoformat,
    "date": date.fromisoformat,
    "varchar": str,
    "double": float,
    "integer": int,
    "boolean": lambda word: _YES_OR_NO[word.lower()],
}


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
    query = catalog.get(name.rpartition("/")[2])  # a figure names it with its folder: kpi/csat
    for key in given:
        if key not in query.params:
            known = ", ".join(query.params) or "none"
            raise UsageError(f"{query.name} has no parameter {key!r}.", hint=f"It has: {known}.")
    values = {key: _typed(key, text, query.params[key]) for key, text in given.items()}
    with database.read() as reader:
        if query.personal:
            check_contract(query, reader)
        values = {
            **_days(reader, query.params.keys() - values, _DEFAULT_PERIOD),
            **check_values(reader, catalog, query),
            **values,
        }
        return Ask(query.sql, reader.bound(query.name, **values))


def default_values(reader: Reader, query: StoredQuery, period: str) -> dict[str, Any]:
    """Return the parameters that have a value without being given: days, site settings, the clock.

    Raises UsageError where the text is no period.
    """
    values = _days(reader, query.params, period)
    for key in query.params:
        if key == "as_of":
            values[key] = reader.now
        elif hasattr(reader.settings, key):
            values[key] = getattr(reader.settings, key)
    return values


def _days(reader: Reader, params: Collection[str], text: str) -> dict[str, Any]:
    """Return both ends of the period's days, as far as they are asked for and there is data."""
    if not {"from", "to"} & set(params):
        return {}
    state = data_state(reader)
    if state.first_day is None or state.last_day is None:
        return {}
    period = parse_period(text, state.first_day, state.last_day)
    ends = {
        "from": datetime.combine(period.first, time()),
        "to": datetime.combine(period.last + timedelta(days=1), time()),
    }
    return {key: value for key, value in ends.items() if key in params}


def _typed(key: str, text: str, kind: str) -> Any:
    """Return a parameter's text as a value of its declared type; lists are separated by commas."""
    single = kind.removesuffix("[]")
    try:
        if single != kind:
            return [_PARSERS[single](item.strip()) for item in text.split(",")]
        return _PARSERS[single](text)
    except (ValueError, KeyError) as error:
        raise UsageError(f"{key}={text!r} is not a {kind}.") from error


def run(database: Database, ask: Ask, *, limit: int | None, timeout: float) -> Result:
    """Run a statement in the sandbox.

    Raises QueryError (refused, failed, gave way twice), QueryTimeoutError, BusyError.
    """
    return run_sql(database, ask.sql, ask.params, limit=limit, timeout=timeout)


def summary(result: Result, output: Path | None) -> str:
    """Return one line on a result: how many rows, whether that is all, how long it took."""
    where = f" → {shown(str(output))}" if output is not None else ""
    return f"{result.words} · {result.seconds:.2f} s{where}"
