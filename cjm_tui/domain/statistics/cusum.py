"""Slow change: two one-sided CUSUMs on standardised residuals, k = 0.5 and h = 8 (Page 1954)."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

K = 0.5
H = 8.0
_CAUGHT = 1.2815515655446004  # 90 % point of the normal distribution


class Stretch(NamedTuple):
    """A slow change by positions: its first point, the point of the alarm, the point of its end."""

    side: int
    first: int
    alarm: int
    end: int | None


def stretches(values: Sequence[float]) -> list[Stretch]:
    """Return the alarms of both sides in the order of their alarms.

    A sum is held at h: were it not, a slide of half a year would need half a year to clear. The
    first point is the one after the sum last left zero; the end is its return to zero.
    """
    found = _one_side(values, -1) + _one_side(values, +1)
    return sorted(found, key=lambda stretch: (stretch.alarm, stretch.side))


def _one_side(values: Sequence[float], side: int) -> list[Stretch]:
    found: list[Stretch] = []
    total = 0.0
    first = 0
    alarm: int | None = None
    for place, value in enumerate(values):
        if total <= 0:
            first = place
        total = min(H, max(0.0, total + side * value - K))
        if total >= H and alarm is None:
            alarm = place
        elif total <= 0 and alarm is not None:
            found.append(Stretch(side, first, alarm, place))
            alarm = None
    if alarm is not None:
        found.append(Stretch(side, first, alarm, None))
    return found


def lag_one(values: Sequence[float]) -> float:
    """Return the autocorrelation of neighbours, between 0 and 0.8; negative counts as none.

    0.8 is a cap: beyond it 56 points cannot tell a slow wave from a level.
    """
    mean = sum(values) / len(values)
    rest = [value - mean for value in values]
    below = sum(r * r for r in rest)
    if below <= 0:
        return 0.0
    above = sum(a * b for a, b in pairwise(rest))
    return min(0.8, max(0.0, above / below))


def long_run_sigma(values: Sequence[float], floor: float) -> float:
    """Return the standard deviation that a sum of such values grows with, for one value.

    s·√((1 + r)/(1 − r)) for neighbours correlated by r: a sum of n AR(1) values varies like one
    of independent values that much wider. s is at least `floor`.
    """
    mean = sum(values) / len(values)
    plain = math.sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))
    r = lag_one(values)
    return max(plain, floor) * math.sqrt((1 + r) / (1 - r))


def visible_slide(points: int) -> float:
    """Return the slide, in long-run standard deviations, that is caught within `points` in 90 %.

    After m points a slide of d has moved the sum by m(d − k) ± √m, and h must be reached:
    d = k + (h + 1.28 √m)/m.
    """
    return K + (H + _CAUGHT * math.sqrt(points)) / points
