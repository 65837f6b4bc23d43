"""The visits of nodes, the ends of legs and steps without one: made of the events.

Like `kpi_day` they are refreshed with each import, by whole local days of legs: visits where a leg
or its events changed, legs also where a contact changed that they follow or that follows them. They
rest on three stored queries and on which nodes the designed flow declares a success; where either
is another one than recorded, all of it is made anew.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cjm_tui.store.catalog import Catalog, StoredQuery
from cjm_tui.store.day_ranges import month_ranges, ranges
from cjm_tui.store.session import Reader, Writer

FACTS = frozenset({"interaction", "interaction_event", "contact"})
FOLLOWED_DAYS = 7  # within which flow_leg says that the customer was back
COUNTED_DAYS = 30  # of his contacts up to a leg's, which flow_leg counts
LATE_DAYS = 2  # by which steps may lie after their leg's begin for its import to find them
TABLES = ("flow_visit", "flow_leg", "flow_orphan")  # in the order in which they are made
_QUERIES = ("flow_visits", "flow_legs", "flow_orphans")
_ALWAYS = (date(1, 1, 1), date(9999, 1, 1))
_DAY = timedelta(days=1)
_NOTHING = ((),) * 3

_RECORDED = "select arg_max(sql_hash, rowid) from flow_definition"
_SUCCESS = """
select touchpoint_id, node, coalesce(flow_version, '') from designed_flow where success order by all
"""
_MONTHS = """
select distinct date_trunc('month', local_at)::date from (
    select local_at from interaction
    union all
    select local_at from interaction_event
)
where local_at is not null order by all
"""
_LEG_DAYS = """
select distinct cast(i.local_at as date)
from interaction_event as e inner join interaction as i on e.interaction_id = i.interaction_id
where e.local_at >= $first and e.local_at < $end and i.local_at is not null
    and cast(e.local_at as date) in (select unnest($days))
"""

Range = tuple[date, date]  # half-open


@dataclass(frozen=True, slots=True)
class Changed:
    """The local days to be made anew, in order: of visits, of legs, of steps without a leg."""

    visits: Sequence[date] = ()
    legs: Sequence[date] = ()
    steps: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class Remake:
    """What is to be made anew: which days of each table, by which definition where it is new."""

    clear: tuple[tuple[Range, ...], ...]
    fill: tuple[tuple[Range, ...], ...]
    definition: str | None


def is_stale(reader: Reader, catalog: Catalog) -> bool:
    """Return whether the tables rest on other queries, or another designed flow, than today's."""
    queries = _queries(catalog)
    return bool(queries) and reader.row(_RECORDED)[0] != _definition(reader, queries)


def leg_days(reader: Reader, days: Sequence[date]) -> set[date]:
    """Return the local days of the legs whose events lie on these days, given in order."""
    if not days:
        return set()
    params = {"days": list(days), "first": _midnight(days[0]), "end": _midnight(days[-1] + _DAY)}
    return {row[0] for row in reader.rows(_LEG_DAYS, params)}


def remake(reader: Reader, catalog: Catalog, changed: Changed | None) -> Remake:
    """Return what to make anew for these days; all, where they are None or it is stale."""
    queries = _queries(catalog)
    if not queries:
        return Remake(_NOTHING, _NOTHING, None)
    definition = _definition(reader, queries)
    if changed is not None and reader.row(_RECORDED)[0] == definition:
        days = (changed.visits, changed.legs, changed.steps)
        found = tuple(tuple(ranges(list(own))) for own in days)
        return Remake(found, found, None)
    all_of = month_ranges([month for (month,) in reader.rows(_MONTHS)])
    return Remake(((_ALWAYS,),) * 3, (all_of,) * 3, definition)


def refresh(writer: Writer, catalog: Catalog, changed: Changed | None) -> None:
    """Make the legs of these days anew, or all where they are None or stale."""
    what = remake(writer, catalog, changed)
    for table, query, clear, days in zip(
        TABLES, _queries(catalog), what.clear, what.fill, strict=False
    ):
        for first, end in clear:
            writer.execute(
                f"delete from {table} where local_at >= ? and local_at < ?",
                [_midnight(first), _midnight(end)],
            )
        fill(writer, query, table, days)
    if what.definition is not None:
        record(writer, what.definition)


def fill(writer: Writer, query: StoredQuery, table: str, days: Sequence[Range]) -> None:
    """Insert the query's rows of these days into a table of that form."""
    for first, end in days:
        writer.execute(
            f"insert into {table} {query.sql}", {"from": _midnight(first), "to": _midnight(end)}
        )


def record(writer: Writer, definition: str) -> None:
    """Note by what the tables have been made."""
    writer.execute("delete from flow_definition")
    writer.execute("insert into flow_definition values (?, ?)", [definition, writer.now])


def stage(scratch: Writer, catalog: Catalog, changed: Changed | None, own: str, to: str) -> None:
    """Leave what `refresh` would make in the attached file `to`, and let it be seen meanwhile.

    `own` is the database's own schema: temporary views show its rows but for the days made anew.
    """
    what = remake(scratch, catalog, changed)
    queries = _queries(catalog)
    for place, table in enumerate(TABLES):
        scratch.execute(
            f"create or replace table {to}.{table}_cleared (first_at timestamp, end_at timestamp)"
        )
        for first, end in what.clear[place]:
            values = [_midnight(first), _midnight(end)]
            scratch.execute(f"insert into {to}.{table}_cleared values (?, ?)", values)
        scratch.execute(f"create or replace table {to}.{table} as from {own}.{table} limit 0")
        if queries:
            fill(scratch, queries[place], f"{to}.{table}", what.fill[place])
        scratch.execute(
            f"create or replace temp view {table} as from {own}.{table} as d"
            f" where not exists ({_cleared(to, table)}) union all from {to}.{table}"
        )
    scratch.execute(f"create or replace table {to}.flow_definition (sql_hash varchar)")
    if what.definition is not None:
        scratch.execute(f"insert into {to}.flow_definition values (?)", [what.definition])


def apply(writer: Writer, staged: str) -> None:
    """Make the tables what `stage` has left in the attached file."""
    for table in TABLES:
        writer.execute(f"delete from {table} as d where exists ({_cleared(staged, table)})")
        writer.execute(f"insert into {table} from {staged}.{table}")
    for (definition,) in writer.rows(f"from {staged}.flow_definition"):
        record(writer, definition)


def _cleared(staged: str, table: str) -> str:
    return (
        f"from {staged}.{table}_cleared as c"
        " where d.local_at >= c.first_at and d.local_at < c.end_at"
    )


def _queries(catalog: Catalog) -> tuple[StoredQuery, ...]:
    """Return the queries; nothing where a catalogue is one of a test's own."""
    found = {query.name: query for query in catalog if query.name in _QUERIES}
    return tuple(found[name] for name in _QUERIES) if len(found) == len(_QUERIES) else ()


def _definition(reader: Reader, queries: tuple[StoredQuery, ...]) -> str:
    said = [*(query.sql_hash for query in queries), repr(reader.rows(_SUCCESS))]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
