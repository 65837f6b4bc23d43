"""The history of a KPI's definition, each change with its effect on the value of the same rows."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby, pairwise
from operator import itemgetter

from cjm_tui.domain.kpi import Estimate, Kpi, Measure, Tally
from cjm_tui.domain.kpi_history import Decision, Defined, Effect, KpiHistory
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.ascending import Ascending
from cjm_tui.domain.statistics.estimates import estimate, quantile_estimate
from cjm_tui.domain.statistics.measures import total_of
from cjm_tui.errors import CjmError, QueryCancelledError
from cjm_tui.services.data_state import data_state, period_of
from cjm_tui.services.journey_map import all_touchpoints
from cjm_tui.services.scores import bounds, counted, followed_until
from cjm_tui.services.site_kpis import SiteKpis
from cjm_tui.store import definitions as store
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader

RUN_AGAIN = 4  # the newest definitions, whose values are compared
_PLACES = 12
_NO_ROWS = Estimate(0, None, None, None)

Values = Mapping[str, Estimate]  # by touchpoint


def kpi_history(reader: Reader, catalog: Catalog, name: str, period: str = "28d") -> KpiHistory:
    """Return the definitions of a KPI, or of an objective's words what was decided about them.

    Raises UsageError for a name that is none, or a period that is none.
    """
    known = SiteKpis.of(reader, catalog)
    kpi = catalog.kpi(name) if name not in known.choices else catalog.kpis.get(name)
    state = data_state(reader)
    span = period_of(state, period)
    days = None
    if span is not None and kpi is not None and state.first_day and state.last_day:
        until = followed_until(reader, state.last_day)
        days = counted(kpi, span, state.first_day, until).period
    choice = known.choices.get(name)
    own = choice.kpi_class if choice else None
    kpi_class = own or (kpi.kpi_class if kpi else None)
    return KpiHistory(
        state,
        span,
        days,
        name,
        kpi.title if kpi else name,
        kpi_class.value if kpi_class else "",
        choice.why if choice and own else kpi.because if kpi else "",
        known.retired(name),
        _own_file(catalog, name),
        name in catalog.packaged,
        _definitions(reader, kpi, days) if kpi else (),
        tuple(
            Decision(reader.local(at), *rest)
            for at, *rest in reader.query("kpi_decisions", kpi=name)
        ),
    )


def _own_file(catalog: Catalog, name: str) -> str:
    query = next((one for one in catalog.kpi_queries if one.name == name), None)
    return str(query.path) if query is not None and query.personal else ""


def _definitions(reader: Reader, now: Kpi, days: Period | None) -> tuple[Defined, ...]:
    """Return the definitions, the newest with the effect that each had on the value."""
    found = store.definitions(reader, now.name)
    lines = [_defined(reader, *pair, now) for pair in zip(found, (*found[1:], None), strict=True)]
    if days is None or len(found) < 2:
        return tuple(lines)
    names = {point.touchpoint_id: point.name for point in all_touchpoints(reader)}
    ran = [_values(reader, one, now, days) for one in found[:RUN_AGAIN]]
    for n, (after, before) in enumerate(pairwise(ran)):
        lines[n] = _with_effect(lines[n], before, after, names)
    return tuple(lines)


def _defined(
    reader: Reader, one: store.Definition, before: store.Definition | None, now: Kpi
) -> Defined:
    changed: tuple[str, ...] = ()
    why_not = ""
    if before is not None:
        changed = _changes(before.declared, one.declared)
        why_not = f"only the newest {RUN_AGAIN} definitions are run again"
    return Defined(
        since=reader.local(one.since),
        who=one.who,
        sql_hash=one.sql_hash,
        sql=one.sql,
        before=before.sql if before else "",
        declared=changed,
        effects=(),
        places=0,
        unit=store.as_kpi(one, now).unit,
        why_not=why_not,
    )


def _with_effect(
    one: Defined, before: Values | str, after: Values | str, names: Mapping[str, str]
) -> Defined:
    if isinstance(before, str):
        return replace(one, why_not=before)
    if isinstance(after, str):
        return replace(one, why_not=after)
    places = sorted(
        before.keys() | after.keys(),
        key=lambda at: -max(before.get(at, _NO_ROWS).n, after.get(at, _NO_ROWS).n),
    )
    effects = tuple(
        Effect(at, names.get(at, at), before.get(at, _NO_ROWS), after.get(at, _NO_ROWS))
        for at in places[:_PLACES]
    )
    why_not = "" if effects else "neither definition has rows on these days"
    return replace(one, effects=effects, places=len(places), why_not=why_not)


def _values(reader: Reader, one: store.Definition, now: Kpi, days: Period) -> Values | str:
    """Return the values by a definition, or why it cannot be run any more."""
    kpi, minimum = store.as_kpi(one, now), reader.settings.minimum_n
    given = bounds(days.first, days.last) | {"as_of": reader.now.replace(tzinfo=None)}
    try:
        sql = store.runnable(reader, one, kpi, given)
        if kpi.measure is Measure.QUANTILE:
            return {
                at: quantile_estimate(
                    kpi, Ascending([(value, n) for _, value, n in rows]), minimum=minimum
                )
                for at, rows in groupby(store.values_by_place(reader, sql), key=itemgetter(0))
            }
        found: dict[str, Estimate] = {}
        for at, rows in groupby(store.sums_by_place(reader, kpi, sql), key=itemgetter(0)):
            tallies = [Tally(*sums) for _, _, *sums in rows]
            found[at] = estimate(kpi, total_of(tallies), minimum=minimum, days=tallies)
        return found
    except CjmError as error:
        if isinstance(error, QueryCancelledError):
            raise
        return f"the definition of {one.since:%Y-%m-%d} cannot be run any more: {error.message}"


def _changes(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    """Return what two declarations differ in, of what both have recorded."""
    old, new = (_flat(one) for one in (before, after))
    return tuple(
        f"{key} {_said(old[key])} → {_said(new[key])}"
        for key in old
        if key in new and old[key] != new[key]
    )


def _flat(one: Mapping[str, object]) -> dict[str, object]:
    settings = one.get("settings")
    own = {key: value for key, value in one.items() if key != "settings"}
    return own | (settings if isinstance(settings, dict) else {})


def _said(value: object) -> str:
    return "none" if value is None else str(value)
