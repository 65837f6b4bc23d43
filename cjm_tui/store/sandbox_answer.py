"""The rows of an ad hoc query as Arrow that everybody can read; imported by the child only.

What Python or polars cannot hold comes as DuckDB's own text: infinite and far dates, intervals,
unions, nanoseconds, and dates inside lists and structs, where nobody looks for such.
"""

from collections.abc import Collection
from datetime import date
from typing import Any, cast

import duckdb
import pyarrow
from pyarrow import compute

from cjm_tui.store.adhoc import Statement

_BATCH_ROWS = 10_000
_AS_TEXT = ("INTERVAL", "UNION", "TIME WITH TIME ZONE", "BIGNUM", "VARIANT", "_NS")
_DAYS = (date.min.toordinal() - date(1970, 1, 1).toordinal(), date.max.toordinal() - 719_163)
_UNITS = {"s": 1, "ms": 10**3, "us": 10**6}


def answered(
    connection: duckdb.DuckDBPyConnection,
    statement: Statement,
    params: Any,
) -> tuple[list[str], Any]:
    """Return DuckDB's types of the columns, and the rows as an Arrow table."""
    connection.execute(statement.sql, params)
    described = connection.description or []
    names = [str(column[0]) for column in described]
    types = [str(column[1]) for column in described]
    texts = {at for at, kind in enumerate(types) if _needs_text(kind)}
    if not statement.offset:  # explain, which cannot stand in a subquery and has texts only
        return types, _table(connection)
    if texts:
        connection.execute(_with_texts(statement.sql, names, texts), params)
    table = _table(connection)
    if far := {at for at, column in enumerate(table.columns) if _is_far(column)}:
        connection.execute(_with_texts(statement.sql, names, texts | far), params)
        table = _table(connection)
    return types, table


def _table(connection: duckdb.DuckDBPyConnection) -> Any:
    # no name for the reader: it would keep the file open while the gate is let go
    return cast(Any, connection.to_arrow_reader(_BATCH_ROWS)).read_all()


def _needs_text(kind: str) -> bool:
    nested = kind.endswith("]") or kind.startswith(("STRUCT", "MAP"))
    if nested and ("DATE" in kind or "TIMESTAMP" in kind):
        return True
    return any(word in kind for word in _AS_TEXT) and kind != "TIMESTAMP WITH TIME ZONE"


def _with_texts(sql: str, names: list[str], texts: Collection[int]) -> str:
    quoted = ['"' + name.replace('"', '""') + '"' for name in names]
    columns = ", ".join(
        f"cast({name} as varchar) as {name}" if at in texts else name
        for at, name in enumerate(quoted)
    )
    return f"select {columns} from (\n{sql}\n) as shown"


def _is_far(column: Any) -> bool:
    """Return whether a column of dates or times has one outside the years 1 to 9999."""
    kind = column.type
    if pyarrow.types.is_date32(kind):
        numbers, per_day = column.cast(pyarrow.int32()), 1
    elif pyarrow.types.is_timestamp(kind):
        numbers, per_day = column.cast(pyarrow.int64()), 86_400 * _UNITS[kind.unit]
    else:
        return False
    ends = compute.min_max(numbers)
    least, most = ends["min"].as_py(), ends["max"].as_py()
    return least is not None and (least < _DAYS[0] * per_day or most >= (_DAYS[1] + 1) * per_day)
