"""What the query panel lets one search in: stored queries, tables, and what was run before."""

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cjm_tui.domain.buffers import Run
from cjm_tui.domain.display import short_day
from cjm_tui.domain.schema import QueryLine, Schema, Table
from cjm_tui.widgets.entry_board import Entry

_SQL_LINES = 40


def query_entries(queries: Iterable[QueryLine]) -> tuple[Entry, ...]:
    """Return stored queries by kind, one's own first."""
    ordered = sorted(queries, key=lambda q: (q.origin == "cjm", q.kind, q.name))
    return tuple(
        Entry(
            key=query.name,
            name=query.name,
            aside=query.kind if query.origin == "cjm" else query.origin,
            title=query.title,
            details=(
                query.description,
                _params(query),
                "",
                *query.sql.splitlines()[:_SQL_LINES],
            ),
            section=query.kind if query.origin == "cjm" else query.origin,
        )
        for query in ordered
    )


def _params(query: QueryLine) -> str:
    if not query.params:
        return "takes no parameters"
    return "takes " + ", ".join(f"{name} ({kind})" for name, kind in query.params)


def table_entries(schema: Schema) -> tuple[Entry, ...]:
    """Return tables with their row counts; their columns are the details."""
    return tuple(
        Entry(
            key=table.name,
            name=table.name,
            aside="view" if table.rows is None else f"{table.rows:,} rows",
            title=table.meaning,
            details=(table.meaning, *_columns(table)),
        )
        for table in schema.tables
    )


def _columns(table: Table) -> Iterable[str]:
    names = max((len(column.name) for column in table.columns), default=0)
    kinds = max((len(column.kind) for column in table.columns), default=0)
    for column in table.columns:
        yield f"{column.name:<{names}}  {column.kind.lower():<{kinds}}  {column.meaning}".rstrip()


def run_entries(runs: Iterable[Run], timezone: str) -> tuple[Entry, ...]:
    """Return what was run, newest first, with when and what came of it."""
    zone = ZoneInfo(timezone)
    return tuple(
        Entry(
            key=str(index),
            name=" ".join(run.sql.split()),
            aside=_when(run.at, zone),
            details=(
                f"{run.outcome} · {run.seconds:.2f} s",
                "",
                *run.sql.splitlines()[:_SQL_LINES],
            ),
        )
        for index, run in enumerate(runs)
    )


def _when(at: datetime, zone: ZoneInfo) -> str:
    local = at.replace(tzinfo=at.tzinfo or UTC).astimezone(zone)
    return f"{short_day(local.date())} {local:%H:%M}"
