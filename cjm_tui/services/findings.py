"""Today's findings from all open "worse" signals, of each touchpoint the strongest."""

from datetime import date

from cjm_tui.domain.findings import FELT, Finding, by_strength, customers_hurt, ranked
from cjm_tui.domain.kpi import Signal
from cjm_tui.services.data_state import data_state, period_of
from cjm_tui.services.journey_map import NOT_PLACED, all_touchpoints
from cjm_tui.services.kpis import minor_at
from cjm_tui.services.ownership import Ownership
from cjm_tui.services.scores import Place, Scores
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader


def findings(reader: Reader, catalog: Catalog, period: str = "28d") -> tuple[Finding, ...]:
    """Return what is worse at each touchpoint, most customers hurt first; without data, nothing.

    Judged by main KPIs, the standard of good and what has a target: fewer calls handled hurt
    nobody, nor does who answers no survey, or how much is put in. Raises UsageError where the text
    is no period.
    """
    worse = everything_worse(reader, catalog, period)
    return ranked(finding for finding in worse if finding.kpi.kpi_class in FELT)


def everything_worse(reader: Reader, catalog: Catalog, period: str = "28d") -> list[Finding]:
    """Return each open "worse" signal that `findings` chooses from, most customers hurt first."""
    state = data_state(reader)
    span = period_of(state, period)
    if span is None:
        return []
    points = {point.touchpoint_id: point for point in all_touchpoints(reader)}
    scores = Scores(reader, catalog, state, span)
    minor = {
        Place(kpi.name, point.touchpoint_id)
        for point in points.values()
        for kpi in minor_at(scores, point, scores.kpis.get(point.good_kpi))
    }
    places = [
        place for place in scores.tallies if place.touchpoint_id in points and place not in minor
    ]
    worse = {
        place: chart.change
        for place, chart in scores.charts(places, whole=False).items()
        if chart.change.signal is Signal.WORSE
    }
    ids = sorted({place.touchpoint_id for place in worse})
    stages = {row[4]: row[5] for row in reader.query("journey_stages")}
    ownership, actions = Ownership(reader, ids), _first_actions(reader, ids)

    def finding(place: Place) -> Finding:
        point, kpi = points[place.touchpoint_id], scores.kpis[place.kpi]
        estimate, change = scores.estimate(place), worse[place]
        title, due = actions.get(point.touchpoint_id, ("", None))
        return Finding(
            touchpoint_id=point.touchpoint_id,
            touchpoint=point.name,
            stage=stages.get(point.stage_id, NOT_PLACED),
            kpi=kpi,
            estimate=estimate,
            change=change,
            hurt=customers_hurt(kpi, estimate, change),
            owner=ownership.names(point.touchpoint_id),
            days_without_owner=ownership.days_without(point.touchpoint_id),
            action=title,
            action_due=due,
        )

    return by_strength(finding(place) for place in worse)


def _first_actions(reader: Reader, touchpoints: list[str]) -> dict[str, tuple[str, date | None]]:
    """Return the open action at each touchpoint that is due first."""
    found: dict[str, tuple[str, date | None]] = {}
    for row in reader.query("touchpoint_actions", touchpoints=touchpoints):
        touchpoint_id, is_open, _, title, _, _, due, *_ = row
        if is_open:
            found.setdefault(touchpoint_id, (title, due))
    return found
