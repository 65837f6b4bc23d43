"""The roll-up: what the interval of every KPI needs, by touchpoint and local day, in `kpi_day`.

It holds all facts of the file, whatever the clock says; the readers of it leave out what lies after
their `as_of`. A KPI with a follow-up window of W days depends on facts up to W days after its own.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from cjm_tui import __version__
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.kpi import Measure
from cjm_tui.domain.sql_text import used_parameters
from cjm_tui.domain.text import shown
from cjm_tui.errors import CjmError
from cjm_tui.store import flow
from cjm_tui.store.catalog import Catalog, StoredQuery, definition_hash
from cjm_tui.store.database import Database
from cjm_tui.store.day_ranges import month_ranges, ranges
from cjm_tui.store.session import Reader, Writer
from cjm_tui.store.settings import SiteSettings

# One row of these counts for all days from its own on: KPIs that read them are then done whole.
_STANDING = frozenset({"cost_rate", "customer_base"})
_END_OF_TIME = datetime(9999, 1, 1)
_WORD = re.compile(r"\w+")

_AGGREGATE = """
insert into kpi_day
select $rollup_kpi, $rollup_hash, touchpoint_id, cast(local_at as date), count(*), sum("value"),
    sum("value" * "value"), {promoters}, {detractors}, {weight}
from (
{sql}
) as denominator
where touchpoint_id is not null
group by touchpoint_id, cast(local_at as date)
"""

# Daily totals join what was counted from rows of the same touchpoint and day.
_ADD_MEASURES = """
insert into kpi_day
select kpi, $rollup_hash, touchpoint_id, "day", sum(n)::bigint, sum("sum"), sum(sum_sq),
    sum(promoters)::bigint, sum(detractors)::bigint, sum(weight)
from (
    select kpi, touchpoint_id, "day", coalesce(n, 0) as n, coalesce("sum", 0) as "sum",
        coalesce(sum_sq, case when $rollup_proportion then "sum" end, 0) as sum_sq,
        coalesce(promoters, 0) as promoters, coalesce(detractors, 0) as detractors,
        coalesce(weight, 0) as weight
    from measure
    where kpi = $rollup_kpi and "day" >= $from_day and "day" < $to_day
    union all
    select kpi, touchpoint_id, "day", n, "sum", sum_sq, promoters, detractors, weight
    from counted
)
group by kpi, touchpoint_id, "day"
"""
_COUNTED_WITH_MEASURES = """
create or replace temp table counted as
select d.* from kpi_day as d
semi join (
    select touchpoint_id, "day" from measure
    where kpi = $rollup_kpi and "day" >= $from_day and "day" < $to_day
) as m on d.touchpoint_id = m.touchpoint_id and d."day" = m."day"
where d.kpi = $rollup_kpi
"""
_DROP_COUNTED = """
delete from kpi_day as d using counted as c
where d.kpi = $rollup_kpi and d.touchpoint_id = c.touchpoint_id and d."day" = c."day"
"""
_HAVE_MEASURES = 'select distinct kpi from measure where "day" >= ? and "day" < ?'
_DELETE = 'delete from kpi_day where list_contains(?, kpi) and "day" >= ? and "day" < ?'

_MONTHS = """
select distinct date_trunc('month', local_at)::date as "month" from (
    select local_at from interaction
    union all
    select local_at from feedback
    union all
    select local_at from invitation
    union all
    select "day"::timestamp from measure
)
where local_at is not null order by "month"
"""

# Contacts of more than one day tie days together that lie further apart than the window: the leg
# days of each that has a leg on a changed day, began on one, or ended within the window before one.
_TIED_DAYS = """
with spread as (
    select contact_id, started_at, cast(local_at as date) as first_day,
        cast(local_at + (ended_at - started_at) as date) as last_day
    from contact
    where ended_at >= $earliest and started_at < $latest
        and cast(local_at + (ended_at - started_at) + interval 1 hour as date)
            > cast(local_at as date)
),
legs as (
    select i.contact_id, cast(i.local_at as date) as "day"
    from interaction as i
    inner join spread as s on i.contact_id = s.contact_id and i.started_at >= s.started_at
),
tied as (
    select l.contact_id from legs as l where list_contains($days, l."day")
    union
    select s.contact_id
    from spread as s, unnest($days) as changed("day")
    where s.first_day = changed."day"
        or changed."day" between s.last_day - 1 and s.last_day + $reach
)
select distinct "day" from legs semi join tied on legs.contact_id = tied.contact_id
"""

_CURRENT = """
select kpi, arg_max(sql_hash, rowid), coalesce(arg_max(who, rowid), '') from kpi_definition
group by kpi
"""
_BY_VERSION = re.compile(r", cjm (?P<version>\d+(?:\.\d+)*)\Z")
_RECORD = "insert into kpi_definition values (?, ?, ?, ?, ?, ?, ?, ?)"


def refresh(
    writer: Writer,
    catalog: Catalog,
    days: Iterable[date] | None,
    tables: Collection[str] | None = None,
    flows: Callable[[list[date] | None], None] | None = None,
) -> None:
    """Compute `kpi_day` anew for the changed local days, or for all where `days` is None.

    `days` are the local days on which a changed fact begins, old version and new: interactions,
    feedback, measures and contacts. A KPI whose definition is not the recorded one is done whole.
    Where `tables` names the tables that changed, KPIs that read none of them are left as they are.
    The visits of nodes go first, for KPIs read them; `flows` does it where they are kept elsewhere.
    """
    outdated = set(stale(writer, catalog))
    changed = None if days is None else sorted(set(days))
    if changed is not None and (tables is None or not flow.FACTS.isdisjoint(tables)):
        changed = sorted({*changed, *flow.leg_days(writer, changed)})
        tables = tables and {*tables, *flow.TABLES}
    (flows or partial(flow.refresh, writer, catalog))(changed)
    whole, partly = [], []
    for query in catalog.kpi_queries:
        standing = _STANDING if tables is None else _STANDING.intersection(tables)
        if changed is None or query.name in outdated or (changed and _mentions(query, standing)):
            whole.append(query)
        elif tables is None or _reads(query, tables):
            partly.append(query)
    _rebuild(writer, catalog, whole)
    reach: dict[int, list[date]] = {}
    for (scan, _), queries in _groups(partly).items():
        window = max(query.kpi.window_days for query in queries if query.kpi)
        if window not in reach:
            reach[window] = _reached(writer, changed or [], window)
        for first, end in ranges(reach[window]):
            _recompute_all(writer, catalog.get(scan) if scan else None, queries, first, end)


def stale(reader: Reader, catalog: Catalog) -> tuple[str, ...]:
    """Return the KPIs whose definition, with its site settings, is not that of the roll-up."""
    recorded = _recorded(reader)
    settings = reader.settings
    flow_stale = flow.is_stale(reader, catalog)
    return tuple(
        query.name
        for query in catalog.kpi_queries
        if recorded.get(query.name) != definition_hash(query, settings)
        or (flow_stale and _reads(query, flow.TABLES))
    )


def refuse_newer(reader: Reader, outdated: Collection[str]) -> None:
    """Raise CjmError where a newer cjm defined one of the KPIs: two would undo each other's work.

    Only reading minds. Who imports, or changes a setting, counts by the definitions at hand.
    """
    for kpi, _, who in reader.rows(_CURRENT):
        version = _BY_VERSION.search(who)
        if kpi in outdated and version and _numbers(version["version"]) > _numbers(__version__):
            raise CjmError(
                f"{kpi} is counted by the definition of {shown(who)}; this is {__version__}.",
                hint=f"Install cjm {version['version']}, as the others have.",
            )


def bring_current(
    database: Database,
    catalog: Catalog,
    *,
    wait: float = 30.0,
    query: Cancellation | None = None,
) -> tuple[str, ...]:
    """Rebuild the KPIs that are stale, in one write, and return their names; often there is none.

    Raises BusyError as `Database.write` does, and QueryCancelledError once `query` is cancelled;
    then nothing has changed.
    """
    running = query or Cancellation()
    with database.read(wait=wait) as reader:
        if not stale(reader, catalog):
            return ()
    with database.write(wait=wait) as writer, running.on_cancel(writer.interrupt):
        outdated = stale(writer, catalog)
        flow.refresh(writer, catalog, [])
        _rebuild(writer, catalog, [q for q in catalog.kpi_queries if q.name in outdated])
    return outdated


def _recorded(reader: Reader) -> dict[str, str]:
    """Return the hash of each KPI's latest recorded definition."""
    return {kpi: sql_hash for kpi, sql_hash, _ in reader.rows(_CURRENT)}


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))


def _reads(query: StoredQuery, tables: Collection[str]) -> bool:
    """Whether the KPI may depend on one of the tables; a name in a comment counts, at no harm."""
    return "measure" in tables or _mentions(query, tables)


def _mentions(query: StoredQuery, tables: Collection[str]) -> bool:
    return not set(_WORD.findall(query.sql)).isdisjoint(tables)


def _rebuild(writer: Writer, catalog: Catalog, queries: Sequence[StoredQuery]) -> None:
    """Compute all days of some KPIs, and record their definitions where they are new."""
    if not queries:
        return
    writer.execute(
        "delete from kpi_day where list_contains(?, kpi)", [[query.name for query in queries]]
    )
    for start, end in month_ranges([month for (month,) in writer.rows(_MONTHS)]):
        for (scan, _), readers in _groups(queries).items():
            _recompute_all(writer, catalog.get(scan) if scan else None, readers, start, end)
    for query in queries:
        _record(writer, query)


def _groups(queries: Iterable[StoredQuery]) -> dict[tuple[str, int], list[StoredQuery]]:
    """Return the queries by their scan, those without one by their window."""
    found: dict[tuple[str, int], list[StoredQuery]] = {}
    for query in queries:
        assert query.kpi is not None
        window = 0 if query.reads else query.kpi.window_days
        found.setdefault((query.reads, window), []).append(query)
    return found


def _record(writer: Writer, query: StoredQuery) -> None:
    digest = definition_hash(query, writer.settings)
    if _recorded(writer).get(query.name) == digest:
        return
    kpi = query.kpi
    assert kpi is not None
    who = f"{writer.who}, cjm {__version__}"
    values = (kpi.kpi_class.value, kpi.because, kpi.title, query.sql, writer.now, who)
    writer.execute(_RECORD, (query.name, digest, *values))


def _recompute_all(
    writer: Writer,
    scan: StoredQuery | None,
    queries: Sequence[StoredQuery],
    first: date,
    end: date,
) -> None:
    """Replace the days from `first` to before `end` of KPIs that read the same scan, made once."""
    writer.execute(_DELETE, ([query.name for query in queries], first, end))
    counting = [query for query in queries if _counts(writer, query)]
    if scan is not None and counting:
        span = _bound(scan, writer.settings, first, end)
        writer.execute(f"create or replace temp table {scan.name} as\n{scan.sql}", span)
    totals = {kpi for (kpi,) in writer.rows(_HAVE_MEASURES, (first, end))}
    for query in queries:
        if query in counting:
            _count(writer, query, query.own_sql, first, end)
        if query.name in totals:
            _add_measures(writer, query, first, end)
    if scan is not None and counting:
        writer.execute(f"drop table temp.{scan.name}")


def _counts(reader: Reader, query: StoredQuery) -> bool:
    """Whether it has rows to count: comes not as totals alone, and what it rests on is here."""
    kpi = query.kpi
    if kpi is None or kpi.only_totals:
        return False
    return not kpi.rests_on or bool(reader.rows(f"select 1 from {kpi.rests_on} limit 1"))


def _count(writer: Writer, query: StoredQuery, sql: str, first: date, end: date) -> None:
    """Add the rows of one KPI, which `sql` selects, of the days from `first` to before `end`."""
    kpi = query.kpi
    assert kpi is not None
    nps = kpi.measure is Measure.NPS
    aggregate = _AGGREGATE.format(
        sql=sql,
        promoters='count(*) filter ("value" >= 9)' if nps else "0",
        detractors='count(*) filter ("value" <= 6)' if nps else "0",
        weight="sum(weight)" if "weight" in query.columns else "0",
    )
    used = used_parameters(sql)
    bound = _bound(query, writer.settings, first, end).items()
    named = _names(writer, query) | {key: value for key, value in bound if key in used}
    writer.execute(aggregate, named)


def _add_measures(writer: Writer, query: StoredQuery, first: date, end: date) -> None:
    """Join the daily totals of one KPI to what was counted of it."""
    assert query.kpi is not None
    span = {"rollup_kpi": query.name, "from_day": first, "to_day": end}
    writer.execute(_COUNTED_WITH_MEASURES, span)
    writer.execute(_DROP_COUNTED, {"rollup_kpi": query.name})
    proportion = {"rollup_proportion": query.kpi.measure is Measure.PROPORTION}
    writer.execute(_ADD_MEASURES, _names(writer, query) | span | proportion)


def _names(writer: Writer, query: StoredQuery) -> dict[str, Any]:
    return {"rollup_kpi": query.name, "rollup_hash": definition_hash(query, writer.settings)}


def _bound(query: StoredQuery, settings: SiteSettings, first: date, end: date) -> dict[str, Any]:
    values: dict[str, Any] = {
        "from": datetime.combine(first, time()),
        "to": datetime.combine(end, time()),
        "as_of": _END_OF_TIME,
    }
    for key in query.params.keys() - values.keys():
        values[key] = getattr(settings, key)
    return values


def _reached(reader: Reader, days: list[date], window: int) -> list[date]:
    """Return the days whose rows may differ because facts of `days` changed, in order.

    A window of W days is W · 24 hours, which where the clocks change reaches W + 1 days back.
    """
    if not days or window == 0:
        return days
    reach = window + 1
    reached = {day - timedelta(days=back) for day in days for back in range(reach + 1)}
    margin = timedelta(days=reach + 2)
    params = {
        "days": days,
        "reach": reach,
        "earliest": datetime.combine(days[0], time()) - margin,
        "latest": datetime.combine(days[-1], time()) + margin,
    }
    reached.update(row[0] for row in reader.rows(_TIED_DAYS, params))
    return sorted(reached)
