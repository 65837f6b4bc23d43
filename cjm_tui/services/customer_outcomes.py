"""The successful customer outcome of each journey: its figure, and the gap to its target."""

from dataclasses import replace

from cjm_tui.domain.customer_outcome import CustomerOutcomes, JourneyOutcome, OutcomePlace
from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import Estimate, Kpi, Measure, Tally
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.estimates import estimate, quantile_estimate
from cjm_tui.domain.statistics.measures import total_of
from cjm_tui.domain.statistics.targets import target_state
from cjm_tui.domain.touchpoint import Figure
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import data_state, period_of
from cjm_tui.services.journey_map import all_touchpoints
from cjm_tui.services.scores import Place, Scores
from cjm_tui.services.site_kpis import site_kpis
from cjm_tui.store.catalog import Catalog, definition_hash
from cjm_tui.store.denominator import ascending_values, joined_sql, sums_by_day
from cjm_tui.store.session import Reader

_OF_ONE_PLACE = (Measure.RATE, Measure.RATIO)


def customer_outcomes(reader: Reader, catalog: Catalog, period: str = "28d") -> CustomerOutcomes:
    """Return each journey's successful outcome with its figure of the period.

    Raises UsageError for a period that is none.
    """
    state = data_state(reader)
    span = period_of(state, period)
    scores = Scores(reader, catalog, state, span) if span else None
    return outcomes_of(reader, catalog, state, span, scores)


def outcomes_of(
    reader: Reader, catalog: Catalog, state: DataState, span: Period | None, scores: Scores | None
) -> CustomerOutcomes:
    """Return the same from scores that are known already; None where there is no data yet."""
    kpis = site_kpis(reader, catalog)
    names = {point.touchpoint_id: point.name for point in all_touchpoints(reader)}
    journeys = []
    for journey_id, journey, _, statement, kpi, target, *rest in reader.query("journey_outcomes"):
        owner, owner_left, touchpoints = rest
        found = JourneyOutcome(
            journey_id=journey_id,
            journey=journey,
            statement=statement,
            measure=kpi,
            kpi=kpis.get(kpi),
            target=target,
            owner=owner,
            owner_left=owner_left,
            touchpoints=len(touchpoints),
        )
        if scores is not None and found.kpi is not None:
            found = _measured(reader, catalog, scores, found, touchpoints, names)
        journeys.append(found)
    return CustomerOutcomes(state, span, tuple(journeys))


def outcome_figure(reader: Reader, catalog: Catalog, journey_id: str, period: str) -> Figure:
    """Return what stands behind a journey's figure.

    Raises UsageError for a journey that has no figure, or a period that is none.
    """
    found = customer_outcomes(reader, catalog, period)
    one = next((one for one in found.journeys if one.journey_id == journey_id), None)
    if one is None or one.kpi is None or not one.sql:
        raise UsageError(
            "That journey's outcome has no figure.", hint="`cjm edit journey ID outcome_kpi=KPI`."
        )
    return Figure(
        kpi=one.kpi.name,
        touchpoint_id="",
        query=f"kpi/{one.kpi.name}",
        sql=one.sql,
        estimate=one.estimate,
        sql_hash=one.sql_hash,
        totalled=one.totalled,
    )


def _measured(
    reader: Reader,
    catalog: Catalog,
    scores: Scores,
    one: JourneyOutcome,
    touchpoints: list[str],
    names: dict[str, str],
) -> JourneyOutcome:
    kpi = one.kpi
    assert kpi is not None
    counted = scores.counted(kpi.name)
    here = [at for at in touchpoints if Place(kpi.name, at) in scores.tallies]
    found = replace(
        one,
        days=counted.period,
        final_until=counted.final_until,
        places=tuple(
            OutcomePlace(at, names.get(at, at), scores.estimate(Place(kpi.name, at))) for at in here
        ),
    )
    if not here:
        return replace(found, why_not="no data at the journey's touchpoints")
    if kpi.measure in _OF_ONE_PLACE and len(here) > 1:
        why = "rates and ratios do not add up over touchpoints; choose a share or a mean"
        return replace(found, why_not=why)
    rows = scores.rows_sql(kpi.name, counted.period.first, counted.period.last)
    sql = joined_sql(rows, here, once=kpi.window_days > 0)
    totals = [scores.totals(Place(kpi.name, at), counted.period) for at in here]
    value = _estimate(reader, kpi, sql, totals)
    return replace(
        found,
        estimate=value,
        state=target_state(kpi, value, one.target, final=counted.final),
        totalled=sum(tally.n for tally in totals),
        sql=sql,
        sql_hash=definition_hash(catalog.get(kpi.name), reader.settings),
    )


def _estimate(reader: Reader, kpi: Kpi, sql: str, totals: list[Tally]) -> Estimate:
    """Return the value of the rows and of what came as daily totals, which cannot be told apart."""
    minimum = reader.settings.minimum_n
    if kpi.measure is Measure.QUANTILE:
        return quantile_estimate(kpi, ascending_values(reader, sql), minimum=minimum)
    days = [Tally(*sums) for sums in sums_by_day(reader, kpi, sql)]
    return estimate(kpi, total_of([*days, *totals]), minimum=minimum, days=days)
