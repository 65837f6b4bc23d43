"""Pairs of an output and the outcome that worsens when it is gamed, at each touchpoint."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cjm_tui.domain.audit import InUse, Pair, Side, Sound, Unjudged, Watermelon, hollow
from cjm_tui.domain.kpi import Kpi, KpiClass
from cjm_tui.errors import UsageError
from cjm_tui.services.asked import asked
from cjm_tui.services.drifts import Drifts
from cjm_tui.services.journey_map import (
    Touchpoint,
    actions_at,
    all_touchpoints,
    period_trend,
    target_of,
)
from cjm_tui.services.ownership import Ownership
from cjm_tui.services.scores import Place, Scores
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader

_OPEN = ("proposed", "agreed", "in progress", "live", "evaluated")


@dataclass(frozen=True, slots=True)
class AtTouchpoint:
    """A pair at a touchpoint at which both have rows."""

    output: Kpi
    outcome: Kpi
    at: Touchpoint

    @property
    def places(self) -> tuple[Place, Place]:
        """Where either side is counted."""
        here = self.at.touchpoint_id
        return Place(self.output.name, here), Place(self.outcome.name, here)


def pairs(reader: Reader, scores: Scores, used: Sequence[InUse]) -> tuple[AtTouchpoint, ...]:
    """Return each pair with each touchpoint at which both have rows.

    Built in are the outputs in use, and the main ones, whose guardrail is an outcome.
    """
    return tuple(_pairs(reader, scores, {one.name for one in used}))


def _pairs(reader: Reader, scores: Scores, in_use: set[str]) -> Iterator[AtTouchpoint]:
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
                yield AtTouchpoint(scores.kpis[output], scores.kpis[outcome], points[at])


def judge(drifts: Drifts, pair: AtTouchpoint) -> Watermelon | Sound | Unjudged:
    """Return what the slow-change rule says of the pair; of final days first, then of all."""
    output, outcome, at = pair.output, pair.outcome, pair.at
    place, other = pair.places
    own, final = drifts.of(place), drifts.of(other)
    if own.change is None or final.change is None:
        sides = ((output, own), (outcome, final))
        lacks = [f"{kpi.title}: {found.why_not}" for kpi, found in sides if found.change is None]
        return Unjudged(output, outcome, at.name, "; ".join(lacks), at.touchpoint_id)
    for found, suspected in ((final, False), (drifts.of(other, unclosed=True), True)):
        if found.change is not None and (
            spells := hollow(own.change, found.change, drifts.scores.period)
        ):
            green, red = map(drifts.scores.estimate, pair.places)
            where = (at.touchpoint_id, at.name)
            return Watermelon(output, outcome, *where, *spells, suspected, green, red)
    return Sound(output, outcome, at.touchpoint_id, at.name, own, final)


def pair(
    reader: Reader, catalog: Catalog, output: str, outcome: str, touchpoint: str, period: str
) -> Pair:
    """Return a pair at a touchpoint with the evidence of both sides.

    Raises UsageError for names that are none, and without data.
    """
    meant = asked(reader, catalog, touchpoint, output, period)
    scores, at = meant.scores, meant.touchpoint
    found = AtTouchpoint(scores.kpis[output], _kpi(scores, outcome), at)
    drifts = Drifts(scores)
    verdict = judge(drifts, found)
    hidden = verdict if isinstance(verdict, Watermelon) else None
    actions = actions_at(reader, at.touchpoint_id)
    return Pair(
        meant.state,
        scores.period,
        at.touchpoint_id,
        at.name,
        Ownership(reader, [at.touchpoint_id]).names(at.touchpoint_id),
        _side(drifts, found.places[0], at, unclosed=False),
        _side(drifts, found.places[1], at, unclosed=hidden is not None and hidden.suspected),
        hidden,
        not isinstance(verdict, Unjudged),
        sum(action.state.replace("_", " ").lower() in _OPEN for action in actions),
    )


def _kpi(scores: Scores, name: str) -> Kpi:
    if name not in scores.kpis:
        raise UsageError(f"There is no KPI {name!r}.")
    return scores.kpis[name]


def _side(drifts: Drifts, place: Place, at: Touchpoint, *, unclosed: bool) -> Side:
    scores = drifts.scores
    chart = scores.charts([place])[place]
    estimate, target = scores.estimate(place), target_of(scores, place, at)
    counted = scores.counted(place.kpi)
    return Side(
        scores.kpis[place.kpi],
        estimate,
        target,
        scores.state(place, estimate, target),
        chart,
        drifts.of(place, unclosed=unclosed),
        counted.final_until,
        period_trend(chart, counted.period),
    )
