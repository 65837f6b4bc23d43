"""Counting KPIs of some days into `kpi_day`: from the rows of their queries, and daily totals."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

from cjm_tui.domain.kpi import Measure
from cjm_tui.domain.sql_text import used_parameters
from cjm_tui.store.catalog import SITE, StoredQuery, definition_hash
from cjm_tui.store.kpi_faults import SiteKpiError
from cjm_tui.store.one_scan import PlainKpi, plain_kpis, sums_sql
from cjm_tui.store.session import Reader, Writer
from cjm_tui.store.settings import SiteSettings

_END_OF_TIME = datetime(9999, 1, 1)

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


def recount(
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
    together: set[str] = set()
    for kpis in plain_kpis(writer, [query for query in counting if query.origin != SITE]):
        _count_together(writer, kpis, first, end)
        together.update(kpi.query.name for kpi in kpis)
    for query in counting:
        if query.name not in together:
            _count(writer, query, first, end)
    totals = {kpi for (kpi,) in writer.rows(_HAVE_MEASURES, (first, end))}
    for query in queries:
        if query.name in totals:
            _add_measures(writer, query, first, end)
    if scan is not None and counting:
        writer.execute(f"drop table temp.{scan.name}")


def _count_together(writer: Writer, kpis: list[PlainKpi], first: date, end: date) -> None:
    """Add the rows of KPIs that share a scan."""
    names: dict[str, tuple[str, str]] = {}
    values: dict[str, Any] = {}
    for at, kpi in enumerate(kpis):
        names[kpi.query.name] = (f"rollup_kpi_{at}", f"rollup_hash_{at}")
        values |= _bound(kpi.query, writer.settings, first, end)
        digest = definition_hash(kpi.query, writer.settings)
        values |= zip(names[kpi.query.name], (kpi.query.name, digest), strict=True)
    sql = f"insert into kpi_day {sums_sql(kpis, names)}"
    used = used_parameters(sql)
    writer.execute(sql, {key: value for key, value in values.items() if key in used})


def _counts(reader: Reader, query: StoredQuery) -> bool:
    """Whether it has rows to count: comes not as totals alone, and what it rests on is here."""
    kpi = query.kpi
    if kpi is None or kpi.only_totals:
        return False
    return not kpi.rests_on or bool(reader.rows(f"select 1 from {kpi.rests_on} limit 1"))


def _count(writer: Writer, query: StoredQuery, first: date, end: date) -> None:
    """Add the rows of one KPI of the days from `first` to before `end`."""
    kpi = query.kpi
    assert kpi is not None
    nps = kpi.measure is Measure.NPS
    aggregate = _AGGREGATE.format(
        sql=query.own_sql,
        promoters='count(*) filter ("value" >= 9)' if nps else "0",
        detractors='count(*) filter ("value" <= 6)' if nps else "0",
        weight="sum(weight)" if "weight" in query.columns else "0",
    )
    used = used_parameters(query.own_sql)
    bound = _bound(query, writer.settings, first, end).items()
    named = _names(writer, query) | {key: value for key, value in bound if key in used}
    with _told(query):
        writer.execute(aggregate, named)


@contextmanager
def _told(query: StoredQuery) -> Iterator[None]:
    """Turn what DuckDB says of SQL that the site wrote into a SiteKpiError."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        if query.origin != SITE:
            raise
        raise SiteKpiError(query, str(error)) from error


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
