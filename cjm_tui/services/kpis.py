"""Every KPI with its value, interval and n, at each touchpoint and over the whole site."""

from collections.abc import Collection, Iterator

from cjm_tui.domain.kpi import Kpi
from cjm_tui.domain.kpi_gaps import Gap, Held, gaps, zero_waits
from cjm_tui.domain.touchpoint import KpiBoard, KpiLine
from cjm_tui.services.data_state import data_state, period_of
from cjm_tui.services.journey_map import Touchpoint, all_touchpoints, target_of
from cjm_tui.services.names import named
from cjm_tui.services.scores import Place, Scores, bounds
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader


def kpis(
    reader: Reader, catalog: Catalog, period: str = "28d", touchpoint: str | None = None
) -> KpiBoard:
    """Return each KPI that has rows in the period, first over the whole site, then by touchpoint.

    With `touchpoint` only that one. Raises UsageError for a period or a touchpoint that is none.
    """
    state = data_state(reader)
    span = period_of(state, period)
    touchpoints = all_touchpoints(reader)
    if touchpoint is not None:
        touchpoints = (named(touchpoint, touchpoints),)
    if span is None:
        return KpiBoard(state, None, ())
    scores = Scores(reader, catalog, state, span)
    lines = [] if touchpoint is not None else list(whole_site(scores))
    for point in touchpoints:
        lines += lines_at(scores, point)
    return KpiBoard(state, span, tuple(lines))


def whole_site(scores: Scores) -> Iterator[KpiLine]:
    """Yield each KPI whose rows add up over touchpoints, with the general target."""
    for name, kpi in scores.kpis.items():
        estimate = scores.whole_site(name)
        if estimate is None:
            continue
        place = Place(name, "")
        target = scores.target(place)
        state = scores.state(place, estimate, target)
        yield KpiLine(kpi, "", "", estimate, target, state, scores.counted(name).final_until)


def minor_at(scores: Scores, touchpoint: Touchpoint, shown_by: Kpi | None) -> tuple[Kpi, ...]:
    """Return the KPIs with rows at the touchpoint that are neither main, nor its own, nor targeted.

    `shown_by` is the KPI that the touchpoint is shown by.
    """
    return tuple(
        kpi
        for name, kpi in scores.kpis.items()
        if not kpi.main
        and kpi != shown_by
        and (place := Place(name, touchpoint.touchpoint_id)) in scores.tallies
        and target_of(scores, place, touchpoint) is None
    )


def lines_at(
    scores: Scores, touchpoint: Touchpoint, *, without: Collection[Kpi] = ()
) -> Iterator[KpiLine]:
    """Yield each KPI that has rows at the touchpoint, but for those `without`."""
    for name, kpi in scores.kpis.items():
        place = Place(name, touchpoint.touchpoint_id)
        if place not in scores.tallies or kpi in without:
            continue
        estimate = scores.estimate(place)
        target = target_of(scores, place, touchpoint)
        yield KpiLine(
            kpi,
            touchpoint.touchpoint_id,
            touchpoint.name,
            estimate,
            target,
            scores.state(place, estimate, target),
            scores.counted(name).final_until,
        )


def gaps_at(
    reader: Reader, scores: Scores, touchpoint_id: str
) -> tuple[tuple[Gap, ...], tuple[Gap, ...]]:
    """Return the KPIs without a figure at the touchpoint, and those that count waits it lacks."""
    period = scores.period
    (row,) = reader.query(
        "touchpoint_held", touchpoint=touchpoint_id, **bounds(period.first, period.last)
    )
    held = Held(*row)
    here = {name for name in scores.kpis if Place(name, touchpoint_id) in scores.tallies}
    missing = [kpi for name, kpi in scores.kpis.items() if name not in here]
    counted = {kpi.name: scores.counted(kpi.name).period for kpi in missing}
    shown = [kpi for name, kpi in scores.kpis.items() if name in here]
    return tuple(gaps(missing, held, period, counted)), tuple(zero_waits(shown, held))
