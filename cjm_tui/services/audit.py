"""The audit: KPIs in use by class, and outputs that hide a worse outcome."""

from collections.abc import Iterator, Sequence

from cjm_tui.domain.audit import Audit, InUse, Unjudged, Use, Watermelon, hollow, shares
from cjm_tui.domain.kpi import Kpi, KpiClass, Measure
from cjm_tui.domain.statistics.slow_change import SlowChange, slow_change
from cjm_tui.services.data_state import data_state, period_of, today
from cjm_tui.services.journey_map import Touchpoint, all_touchpoints
from cjm_tui.services.scores import Place, Scores
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader


def audit(reader: Reader, catalog: Catalog, period: str = "28d") -> Audit:
    """Return the audit; watermelons are those whose spells reach into the period.

    Raises UsageError for a period that is none.
    """
    state = data_state(reader)
    span = period_of(state, period)
    used = kpis_in_use(reader, catalog)
    if span is None:
        return Audit(state, None, used, shares(used), (), 0, ())
    scores = Scores(reader, catalog, state, span)
    watermelons: list[Watermelon] = []
    unjudged: list[Unjudged] = []
    judged = 0
    for output, outcome, at in _pairs(reader, scores, used):
        found = _judge(scores, output, outcome, at)
        if isinstance(found, Unjudged):
            unjudged.append(found)
            continue
        judged += 1
        if found is not None:
            watermelons.append(found)
    return Audit(state, span, used, shares(used), tuple(watermelons), judged, tuple(unjudged))


def kpis_in_use(reader: Reader, catalog: Catalog) -> tuple[InUse, ...]:
    """Return the KPIs that have a target, a place on the map or in an objective, and where."""
    found: dict[str, list[Use]] = {}
    for kpi, how, place, target in reader.query("kpis_in_use", today=today(reader)):
        found.setdefault(kpi, []).append(Use(how, place, target))
    return tuple(InUse(name, catalog.kpis.get(name), tuple(uses)) for name, uses in found.items())


def _pairs(
    reader: Reader, scores: Scores, used: Sequence[InUse]
) -> Iterator[tuple[Kpi, Kpi, Touchpoint]]:
    """Yield each pair with each touchpoint at which both have rows.

    Built in are the outputs in use, and the main ones, whose guardrail is an outcome.
    """
    in_use = {one.name for one in used}
    points = {point.touchpoint_id: point for point in all_touchpoints(reader)}
    wanted: dict[tuple[str, str], set[str]] = {}
    for name, kpi in scores.kpis.items():
        guardrail = scores.kpis.get(kpi.guardrail or "")
        is_output = kpi.kpi_class is KpiClass.OUTPUT and (kpi.main or name in in_use)
        if is_output and guardrail is not None and guardrail.kpi_class is KpiClass.OUTCOME:
            wanted[name, guardrail.name] = set(points)
    for output, outcome, at in reader.query("site_pairs"):
        if output in scores.kpis and outcome in scores.kpis:
            wanted.setdefault((output, outcome), set()).update(points if at is None else {at})
    for (output, outcome), where in wanted.items():
        for at in sorted(where & points.keys()):
            if Place(output, at) in scores.tallies and Place(outcome, at) in scores.tallies:
                yield scores.kpis[output], scores.kpis[outcome], points[at]


def _judge(
    scores: Scores, output: Kpi, outcome: Kpi, at: Touchpoint
) -> Watermelon | Unjudged | None:
    own = _slow_change(scores, output, at)
    final = _slow_change(scores, outcome, at)
    sides = ((output, own), (outcome, final))
    lacks = [kpi.title for kpi, found in sides if found is None]
    if own is None or final is None:
        return Unjudged(output, outcome, at.name, ", ".join(lacks))
    for found, suspected in (
        (final, False),
        (_slow_change(scores, outcome, at, unclosed=True), True),
    ):
        if found is not None and (spells := hollow(own, found, scores.period)):
            return Watermelon(output, outcome, at.touchpoint_id, at.name, *spells, suspected)
    return None


def _slow_change(
    scores: Scores,
    kpi: Kpi,
    at: Touchpoint,
    *,
    unclosed: bool = False,
) -> SlowChange | None:
    """Return the slow changes of final days, or with `unclosed` of all.

    None where there is no baseline, and for a quantile, which has no sums to judge by.
    """
    if kpi.measure is Measure.QUANTILE:
        return None
    place = Place(kpi.name, at.touchpoint_id)
    days = scores.histories([place])[place]
    if unclosed:
        days = [day._replace(provisional=False) for day in days]
    return slow_change(kpi, days, scores.rebase(place), scores.period)
