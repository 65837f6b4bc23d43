"""The rows of an ad hoc query as Arrow that everybody can read; imported by the child only.

What Python or polars cannot hold comes as DuckDB's own text: infinite and far dates, intervals,
unions, nanoseconds, and dates inside lists and structs, where nobody looks for such.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Start:
    """Rows begin, or begin anew because some of them could not be held: forget those before."""

    types: list[str]
    schema: Any  # pyarrow.Schema


def answered(
    connection: duckdb.DuckDBPyConnection, statement: Statement, params: Any
) -> Iterator[Any]:
    """Yield a Start with DuckDB's types of the columns, then the rows as they come, in batches."""
    connection.execute(statement.sql, params)
    described = connection.description or []
    names = [str(column[0]) for column in described]
    types = [str(column[1]) for column in described]
    plain = not statement.wrapped  # explain, which cannot stand in a subquery and has texts only
    texts = set() if plain else {at for at, kind in enumerate(types) if _needs_text(kind)}
    if texts:
        connection.execute(_with_texts(statement.sql, names, texts), params)
    while True:
        # no name for the reader: it would keep the file open while the gate is let go
        far = set()
        for batch in _batches(connection, types):
            if isinstance(batch, Start):
                yield batch
                continue
            far = {at for at, column in enumerate(batch.columns) if _is_far(column)} - texts
            if far and not plain:
                break
            yield batch
        if not far or plain:
            return
        texts |= far
        connection.execute(_with_texts(statement.sql, names, texts), params)


def _batches(connection: duckdb.DuckDBPyConnection, types: list[str]) -> Iterator[Any]:
    reader = cast(Any, connection.to_arrow_reader(_BATCH_ROWS))
    try:
        yield Start(types, reader.schema)
        yield from reader
    finally:
        reader.close()


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
