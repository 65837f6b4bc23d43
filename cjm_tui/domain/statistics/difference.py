"""The difference of a KPI's value between two stretches of days, with its interval."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from cjm_tui.domain.kpi import DayTally, Estimate, Kpi, Measure
from cjm_tui.domain.statistics.measures import row_noise, size_of, total_of, value_of

LATEST = 56  # days that tell how much days vary
_LEAST_FREEDOM = 7  # below it the days tell too little to widen anything by


class Contrast(NamedTuple):
    """A value less another one, in the KPI's unit, with both ends of the 95 % interval."""

    difference: float
    low: float
    high: float


def contrast(value: Estimate, other: Estimate, spread: float = 1.0) -> Contrast | None:
    """Return value − other with the interval that the intervals of the two make together.

    Each end takes the distances of the ends that pull it there: d − √((v − lᵥ)² + (uₒ − o)²) and
    d + √((uᵥ − v)² + (o − lₒ)²) (Zou and Donner 2008); for two shares that is Newcombe's (1998)
    method 10. `spread` multiplies both distances; see `day_spread`. None where either has no
    interval.
    """
    ends = (value.value, value.low, value.high, other.value, other.low, other.high)
    if any(end is None for end in ends):
        return None
    v, v_low, v_high, o, o_low, o_high = (end or 0.0 for end in ends)
    down = spread * math.hypot(v - v_low, o_high - o)
    up = spread * math.hypot(v_high - v, o - o_low)
    return Contrast(v - o, v - o - down, v - o + up)


def day_spread(kpi: Kpi, days: Sequence[DayTally]) -> float:
    """Return how many times wider than by counting alone the values of single days lie; 1 at least.

    √(χ² ÷ degrees of freedom), where χ² is Pearson's, of the latest 56 usable days about the level
    of their weekday (McCullagh and Nelder 1989, 4.5). An interval by counting takes each row for a
    witness of its own; where whole days go up and down together it says too little. 1 for a ratio,
    whose interval has days as its units already, and for a quantile.
    """
    if kpi.measure in (Measure.RATIO, Measure.QUANTILE):
        return 1.0
    usable = [d for d in days if not d.provisional and not d.excluded and d.tally.n > 0][-LATEST:]
    by_weekday: dict[int, list[DayTally]] = {}
    for day in usable:
        by_weekday.setdefault(day.day.weekday(), []).append(day)
    freedom = len(usable) - len(by_weekday)
    noise = row_noise(kpi, [day.tally for day in usable]).variance
    if freedom < _LEAST_FREEDOM or noise <= 0:
        return 1.0
    squares = 0.0
    for members in by_weekday.values():
        level = value_of(kpi, total_of(day.tally for day in members)) or 0.0
        for day in members:
            rest = (value_of(kpi, day.tally) or 0.0) - level
            squares += size_of(kpi, day.tally) * rest * rest / noise
    return max(1.0, math.sqrt(squares / freedom))
