"""The roll-up: what the interval of every KPI needs, by touchpoint and local day, in `kpi_day`.

It holds all facts of the file, whatever the clock says; the readers of it leave out what lies after
their `as_of`. A KPI with a follow-up window of W days depends on facts up to W days after its own.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

from cjm_tui import __version__
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.text import shown
from cjm_tui.errors import CjmError
from cjm_tui.store import flow
from cjm_tui.store.catalog import Catalog, StoredQuery, definition_hash
from cjm_tui.store.counting import recount
from cjm_tui.store.database import Database
from cjm_tui.store.day_ranges import month_ranges, ranges
from cjm_tui.store.definitions import declared
from cjm_tui.store.kpi_faults import check_site_kpis, faults, forget_fault, without_faults
from cjm_tui.store.session import Reader, Writer

# One row of these counts for all days from its own on: KPIs that read them are then done whole.
_STANDING = frozenset({"cost_rate", "customer_base"})
_WORD = re.compile(r"\w+")

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
_RECORD = "insert into kpi_definition values (?, ?, ?, ?, ?, ?, ?, ?, ?)"


def refresh(
    writer: Writer,
    catalog: Catalog,
    days: Iterable[date] | None,
    tables: Collection[str] | None = None,
    flows: Callable[[flow.Changed | None], None] | None = None,
) -> None:
    """Compute `kpi_day` anew for the changed local days, or for all where `days` is None.

    `days` are the local days on which a changed fact begins, old version and new: interactions,
    feedback, measures and contacts. A KPI whose definition is not the recorded one is done whole.
    Where `tables` names the tables that changed, KPIs that read none of them are left as they are.
    The visits of nodes go first, for KPIs read them; `flows` does it where they are kept elsewhere.
    """
    outdated = set(stale(writer, catalog))
    changed = None if days is None else sorted(set(days))
    legs = None if changed is None else flow.Changed()
    if changed is not None and (tables is None or not flow.FACTS.isdisjoint(tables)):
        changed = sorted({*changed, *flow.leg_days(writer, changed)})
        tables = tables and {*tables, *flow.TABLES}
        steps = {day + timedelta(days=on) for day in changed for on in range(flow.LATE_DAYS + 1)}
        legs = flow.Changed(changed, _legs_reached(writer, changed), sorted(steps))
    (flows or partial(flow.refresh, writer, catalog))(legs)
    whole, partly = [], []
    faulty = _faulty(writer, catalog)
    _drop(writer, faulty)
    for query in catalog.kpi_queries:
        if query.name in faulty:
            continue
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
            recount(writer, catalog.get(scan) if scan else None, queries, first, end)


def stale(reader: Reader, catalog: Catalog) -> tuple[str, ...]:
    """Return the KPIs whose definition, with its site settings, is not that of the roll-up."""
    recorded = _recorded(reader)
    settings, known = reader.settings, faults(reader)
    flow_stale = flow.is_stale(reader, catalog)
    outdated = []
    for query in catalog.kpi_queries:
        key = (query.name, definition_hash(query, settings))
        if known.get(key) is not None:
            continue  # it fails, and is told of
        again = key in known or recorded.get(query.name) != key[1]
        if again or (flow_stale and _reads(query, flow.TABLES)):
            outdated.append(query.name)
    return tuple(outdated)


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

    def rebuild() -> tuple[str, ...]:
        with database.write(wait=wait) as writer, running.on_cancel(writer.interrupt):
            outdated = stale(writer, catalog)
            flow.refresh(writer, catalog, flow.Changed())
            _rebuild(writer, catalog, [q for q in catalog.kpi_queries if q.name in outdated])
            _drop(writer, _faulty(writer, catalog))
        return outdated

    return without_faults(database, rebuild, wait=wait)


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
    check_site_kpis(writer, queries)
    _drop(writer, [query.name for query in queries])
    for start, end in month_ranges([month for (month,) in writer.rows(_MONTHS)]):
        for (scan, _), readers in _groups(queries).items():
            recount(writer, catalog.get(scan) if scan else None, readers, start, end)
    for query in queries:
        _record(writer, query)
        forget_fault(writer, query)


def _drop(writer: Writer, kpis: Collection[str]) -> None:
    if kpis:
        writer.execute("delete from kpi_day where list_contains(?, kpi)", [list(kpis)])


def _faulty(reader: Reader, catalog: Catalog) -> set[str]:
    """Return the KPIs that cannot be counted by the definition in force."""
    known = {key for key, reason in faults(reader).items() if reason is not None}
    return {
        query.name
        for query in (catalog.kpi_queries if known else ())
        if (query.name, definition_hash(query, reader.settings)) in known
    }


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
    known = declared(query, writer.settings)
    writer.execute(_RECORD, (query.name, digest, *values, known))


def _legs_reached(reader: Reader, days: list[date]) -> list[date]:
    """Return the days of legs that say something else of their customers' contacts, in order."""
    counted = {day + timedelta(days=on) for day in days for on in range(flow.COUNTED_DAYS + 2)}
    return _reached(reader, sorted(counted), flow.FOLLOWED_DAYS)


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
