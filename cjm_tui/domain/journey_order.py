"""In which order the map is read: by stage, by distance to the target, by signal."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cjm_tui.domain.journey import JourneyMap, JourneyRow, StageRow, TouchpointScore
from cjm_tui.domain.kpi import Direction, Measure, Signal, TargetState

_COUNTED = (Measure.PROPORTION, Measure.NPS, Measure.RATE)


class Order(StrEnum):
    """The orders, in the words of `cjm journey --sort`."""

    STAGE = "stage"
    GAP = "gap"
    SIGNAL = "signal"


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a value is from its target, on the bad side if positive."""

    distance: float  # in the KPI's unit
    customers: float | None  # rows that would have to end well; None where they cannot be counted
    relative: float  # distance ÷ target, to order what cannot be counted


def gap(score: TouchpointScore) -> Gap | None:
    """Return the distance to the target, None without a target or a value.

    Gap × volume, in customers: (target − value) × n for a share, with the sign of the KPI's good
    direction; an NPS counts the promoters that are lacking, net of detractors; a rate its events.
    A mean, ratio or quantile says how far off it is, not for how many: `customers` is None.
    """
    kpi, value = score.kpi, score.estimate.value
    if kpi is None or value is None or score.target is None:
        return None
    sign = 1.0 if kpi.direction is Direction.HIGHER else -1.0
    distance = sign * (score.target - value)
    relative = distance / abs(score.target) if score.target else distance
    if kpi.measure not in _COUNTED:
        return Gap(distance, None, relative)
    scale = 100.0 if kpi.measure is Measure.NPS else kpi.scale
    rate = kpi.measure is Measure.RATE
    volume = score.estimate.denominator if rate else score.estimate.n
    return Gap(distance, distance / scale * (volume or 0.0), relative)


def lines(
    journeys: tuple[JourneyRow, ...],
) -> Iterator[tuple[JourneyRow, StageRow, TouchpointScore]]:
    """Yield each touchpoint with where it stands, in the map's order."""
    for journey in journeys:
        for stage in journey.stages:
            for score in stage.touchpoints:
                yield journey, stage, score


def ordered(
    journeys: tuple[JourneyRow, ...], order: Order
) -> list[tuple[JourneyRow, StageRow, TouchpointScore]]:
    """Return each touchpoint with where it stands in that order; equals as on the map.

    By gap: those that miss their target, most customers first, then those whose distance is not
    one in customers, the farthest first; then those not final yet, those that meet it, those
    without a verdict. By signal: worse and longest first, then better, then the others.
    """
    found = list(lines(journeys))
    if order is Order.GAP:
        return sorted(found, key=lambda line: _by_gap(line[2]))
    if order is Order.SIGNAL:
        return sorted(found, key=lambda line: _by_signal(line[2]))
    return found


_STATES = (TargetState.MISSED, TargetState.PROVISIONAL, TargetState.MET, TargetState.NONE)
_SIGNALS = (
    *(Signal.WORSE, Signal.BETTER, Signal.NONE),
    *(Signal.NO_BASELINE, Signal.NO_HISTORY, Signal.TOO_FEW),
)


def _by_gap(score: TouchpointScore) -> tuple[int, bool, float]:
    state, found = _STATES.index(score.state), gap(score)
    if found is None:
        return len(_STATES), True, 0.0
    counted = found.customers is not None
    return state, not counted, -(found.relative if found.customers is None else found.customers)


def _by_signal(score: TouchpointScore) -> tuple[int, int]:
    return _SIGNALS.index(score.change.signal), -score.change.days


def importance(score: TouchpointScore) -> int:
    """Return 3 for a touchpoint that no map may leave out, less for others, 0 for the calmest.

    3: a moment of truth, a target missed, something worse, not placed. 2: something better.
    1: nobody answers for it as it should be, or actions are open.
    """
    flags = set(score.flags)
    missed = score.state is TargetState.MISSED
    if missed or score.change.signal is Signal.WORSE or flags & {"moment_of_truth", "not_placed"}:
        return 3
    if score.change.signal is Signal.BETTER:
        return 2
    return int(bool(flags & {"no_owner", "two_owners", "owner_left"} or score.open_actions))


def changed_figures(before: JourneyMap | None, after: JourneyMap | None) -> frozenset[str]:
    """Return the ids of the touchpoints whose figures are others now, in the same days.

    Empty where most of them are: then the whole map is new, and nothing stands out.
    """
    if before is None or after is None:
        return frozenset()
    if (before.period, before.comparison) != (after.period, after.comparison):
        return frozenset()
    if before.segment != after.segment:
        return frozenset()
    known = {score.touchpoint_id: _figures(score) for _, _, score in lines(before.journeys)}
    found = [score for _, _, score in lines(after.journeys) if score.touchpoint_id in known]
    new = [score for score in found if _figures(score) != known[score.touchpoint_id]]
    if 2 * len(new) > len(found):
        return frozenset()
    return frozenset(score.touchpoint_id for score in new)


def _figures(score: TouchpointScore) -> tuple[object, ...]:
    return score.estimate, score.change.signal, score.state, score.owner, score.open_actions
