"""Today's findings from all open "worse" signals, of each touchpoint the strongest."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cjm_tui.domain.findings import FELT, Finding, by_strength, customers_hurt, ranked
from cjm_tui.domain.journey import JourneyMap
from cjm_tui.domain.kpi import Signal
from cjm_tui.services.data_state import data_state, period_of
from cjm_tui.services.journey_map import (
    ActionAt,
    MapOf,
    Touchpoint,
    all_actions_at,
    all_touchpoints,
    stage_names,
)
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
    return _felt(everything_worse(reader, catalog, period))


def with_findings(reader: Reader, of: MapOf) -> JourneyMap:
    """Return the map with its findings, from the scores that it was made of."""
    found = () if of.scores is None else _felt(_worse(reader, of.scores, of.touchpoints))
    return replace(of.board, findings=found)


def everything_worse(reader: Reader, catalog: Catalog, period: str = "28d") -> list[Finding]:
    """Return each open "worse" signal that `findings` chooses from, most customers hurt first."""
    state = data_state(reader)
    span = period_of(state, period)
    if span is None:
        return []
    return _worse(reader, Scores(reader, catalog, state, span), all_touchpoints(reader))


def _felt(worse: Iterable[Finding]) -> tuple[Finding, ...]:
    return ranked(finding for finding in worse if finding.kpi.kpi_class in FELT)


def _worse(reader: Reader, scores: Scores, touchpoints: Sequence[Touchpoint]) -> list[Finding]:
    points = {point.touchpoint_id: point for point in touchpoints}
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
    ids = list(points)  # all of them, as the map has asked: the answer is remembered
    placed = stage_names(reader, points.values())
    ownership, actions = Ownership(reader, ids), _first_actions(reader, ids)

    def finding(place: Place) -> Finding:
        point, kpi = points[place.touchpoint_id], scores.kpis[place.kpi]
        estimate, change = scores.estimate(place), worse[place]
        action = actions.get(point.touchpoint_id)
        return Finding(
            touchpoint_id=point.touchpoint_id,
            touchpoint=point.name,
            stage=placed[point.touchpoint_id],
            kpi=kpi,
            estimate=estimate,
            change=change,
            hurt=customers_hurt(kpi, estimate, change),
            owner=ownership.names(point.touchpoint_id),
            days_without_owner=ownership.days_without(point.touchpoint_id),
            action=action.title if action else "",
            action_due=action.due if action else None,
        )

    return by_strength(finding(place) for place in worse)


def _first_actions(reader: Reader, touchpoints: list[str]) -> dict[str, ActionAt]:
    """Return the open action at each touchpoint that is due first."""
    found: dict[str, ActionAt] = {}
    for action in all_actions_at(reader, touchpoints):
        if action.is_open:
            found.setdefault(action.touchpoint_id, action)
    return found
