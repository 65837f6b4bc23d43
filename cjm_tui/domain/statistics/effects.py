"""The effect of an action, from weekly blocks: difference in differences, or before and after.

What is compared is each week's value less what the same weekdays before led one to expect, so that
neither the weekly season nor a volume that moves between weekdays is taken for an effect.

Noise is what weeks really do: the spread of the weekly differences about their own trend before and
their own level after, widened where neighbouring weeks resemble each other, and never less than
counting alone makes it. Beside the effect stands what is left of it if the trend before went on.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from cjm_tui.domain.kpi import Kpi, Measure
from cjm_tui.domain.statistics.blocks import LEAST_AFTER, LEAST_BEFORE, Block, Week, Weeks
from cjm_tui.domain.statistics.distributions import t_quantile
from cjm_tui.domain.statistics.intervals import TAIL
from cjm_tui.domain.statistics.measures import row_noise, size_of, total_of, value_of

ONE_SIDED = 0.05  # of the effect beyond the trend
_MOST_ALIKE = 0.8  # correlation of neighbouring weeks; beyond it a level and a wave look the same


class Change(NamedTuple):
    """One touchpoint's change; the effect is that here less that at the comparison."""

    before: float
    expected: float  # after, at the weekday levels before
    after: float

    @property
    def change(self) -> float:
        """What came beyond what the weekdays before led one to expect."""
        return self.after - self.expected


@dataclass(frozen=True, slots=True)
class Effect:
    """What changed at the touchpoint, less what changed at the comparison; in the KPI's unit."""

    value: float
    low: float  # 95 %
    high: float
    own: Change
    other: Change | None
    drift: float  # what the trend before, had it gone on, would have made of it
    drift_low: float  # 95 %
    drift_high: float
    beyond: float  # the effect less that
    beyond_low: float  # 90 %: each end is wrong in 5 %
    beyond_high: float
    week_spread: float  # standard deviation of one week's difference about its trend
    alike: float  # correlation of neighbouring weeks, 0 … 0.8
    freedom: float


def effect_of(kpi: Kpi, weeks: Weeks) -> Effect | None:
    """Return the effect; None with fewer than 8 weeks before or 4 after that count."""
    before, after = weeks.before, weeks.after
    if len(before) < LEAST_BEFORE or len(after) < LEAST_AFTER:
        return None
    sides = _sides(kpi, weeks)
    changes = [side.change for side in sides]
    value = changes[0].change - (changes[1].change if weeks.compared else 0.0)
    noise = _noise(kpi, weeks, sides)
    even = sum(
        1 / min(_even_weeks(kpi, part, side.which) for side in sides) for part in (before, after)
    )
    distance, leverage, square = _trend_reach(weeks.trend, before, after)
    plain = math.sqrt(max(noise.variance * even, _counted(kpi, weeks, sides)))
    wide = 1 + (distance * distance / square + 2 * distance * leverage / square) / even
    beyond_error = plain * math.sqrt(wide)
    drift_error = math.sqrt(noise.variance / square) * abs(distance)
    half = t_quantile(noise.freedom, TAIL)
    drift = noise.slope * distance
    beyond = value - drift
    one_sided = t_quantile(noise.freedom, ONE_SIDED)
    return Effect(
        value=value,
        low=value - half * plain,
        high=value + half * plain,
        own=changes[0],
        other=changes[1] if weeks.compared else None,
        drift=drift,
        drift_low=drift - half * drift_error,
        drift_high=drift + half * drift_error,
        beyond=beyond,
        beyond_low=beyond - one_sided * beyond_error,
        beyond_high=beyond + one_sided * beyond_error,
        week_spread=noise.spread,
        alike=noise.alike,
        freedom=noise.freedom,
    )


def _own(block: Block) -> Week:
    return block.own


def _other(block: Block) -> Week:
    assert block.other is not None
    return block.other


class _Side(NamedTuple):
    which: Callable[[Block], Week]
    change: Change
    levels: tuple[float, ...]  # before, by day of the block


def _level_of(kpi: Kpi, before: Sequence[Week], place: int, level: float) -> float:
    """Return what a day of the block was at before; `level` where it never had rows."""
    if not any(size_of(kpi, week.days[place]) > 0 for week in before):
        return level
    found = value_of(kpi, total_of(week.days[place] for week in before))
    return level if found is None else found  # 0 is a level too


def _sides(kpi: Kpi, weeks: Weeks) -> list[_Side]:
    found = []
    for which in (_own, _other) if weeks.compared else (_own,):
        before = [which(block) for block in weeks.before]
        after = [which(block) for block in weeks.after]
        level = _pooled(kpi, before)
        levels = tuple(_level_of(kpi, before, place, level) for place in range(7))
        if kpi.measure is Measure.QUANTILE:
            levels = (level,) * 7
        sizes = [size_of(kpi, week.total) for week in after]
        expected = [_expected(kpi, week, levels) for week in after]
        mean = math.fsum(s * e for s, e in zip(sizes, expected, strict=True)) / math.fsum(sizes)
        found.append(_Side(which, Change(level, mean, _pooled(kpi, after)), levels))
    return found


def _pooled(kpi: Kpi, weeks: Sequence[Week]) -> float:
    """Return the value of all weeks: of sums that of their sum, of quantiles the mean by rows."""
    if kpi.measure is not Measure.QUANTILE:
        return value_of(kpi, total_of(week.total for week in weeks)) or 0.0
    rows = sum(week.total.n for week in weeks)
    return sum(week.total.n * (week.value or 0.0) for week in weeks) / rows


def _expected(kpi: Kpi, week: Week, levels: Sequence[float]) -> float:
    """Return what the week's weekdays lead one to expect, weighted by its own rows."""
    sizes = [size_of(kpi, day) for day in week.days]
    return math.fsum(s * v for s, v in zip(sizes, levels, strict=True)) / math.fsum(sizes)


def _even_weeks(kpi: Kpi, blocks: Sequence[Block], which: Callable[[Block], Week]) -> float:
    """Return how many weeks of one size would vary as little as these."""
    sizes = [size_of(kpi, which(block).total) for block in blocks]
    return math.fsum(sizes) ** 2 / math.fsum(size * size for size in sizes)


def week_gaps(kpi: Kpi, weeks: Weeks, blocks: Sequence[Block]) -> list[float]:
    """Return each week's value less what its weekdays led one to expect, here less there."""
    return _gaps(kpi, _sides(kpi, weeks), blocks)


def _gaps(kpi: Kpi, sides: Sequence[_Side], blocks: Sequence[Block]) -> list[float]:
    found = []
    for block in blocks:
        parts = [
            (side.which(block).value or 0.0) - _expected(kpi, side.which(block), side.levels)
            for side in sides
        ]
        found.append(parts[0] - (parts[1] if len(parts) > 1 else 0.0))
    return found


class _Noise(NamedTuple):
    slope: float  # of the weekly difference before, per week
    variance: float  # that one week counts with in a sum of many
    spread: float
    alike: float
    freedom: float


def _noise(kpi: Kpi, weeks: Weeks, sides: Sequence[_Side]) -> _Noise:
    trend, after = weeks.trend, weeks.after
    places = [block.place for block in trend]
    gaps, gaps_after = _gaps(kpi, sides, trend), _gaps(kpi, sides, after)
    middle = sum(places) / len(places)
    level = sum(gaps) / len(gaps)
    square = sum((place - middle) ** 2 for place in places)
    slope = sum((p - middle) * g for p, g in zip(places, gaps, strict=True)) / square
    rest = [g - level - slope * (p - middle) for p, g in zip(places, gaps, strict=True)]
    then = sum(gaps_after) / len(after)
    rest_after = [gap - then for gap in gaps_after]
    squares = math.fsum(r * r for r in (*rest, *rest_after))
    freedom = len(rest) + len(rest_after) - 3
    variance = squares / freedom
    alike = _alike(((trend, rest), (after, rest_after)), squares)
    wider = (1 + alike) / (1 - alike)
    fewer = (1 - alike * alike) / (1 + alike * alike)
    freedom_left = max(2.0, freedom * fewer)
    return _Noise(slope, variance * wider, math.sqrt(variance), alike, freedom_left)


def _alike(parts: Sequence[tuple[Sequence[Block], list[float]]], squares: float) -> float:
    """Return the correlation of weeks that follow each other, mended for the lines taken out.

    Residuals about fitted lines lean against each other: the expected correlation of m of them is
    too small by about (2 + 4r)/m (Marriott and Pope 1954, with a mean and a trend).
    """
    products: list[float] = []
    for blocks, rest in parts:
        pairs = zip(pairwise(blocks), pairwise(rest), strict=True)
        products += [a * b for (one, two), (a, b) in pairs if two.place == one.place + 1]
    count = sum(len(rest) for _, rest in parts)
    if squares <= 0 or not products:
        return 0.0
    raw = (math.fsum(products) / len(products)) / (squares / count)
    return min(_MOST_ALIKE, max(0.0, raw + (2 + 4 * raw) / count))


def _trend_reach(
    trend: Sequence[Block], before: Sequence[Block], after: Sequence[Block]
) -> tuple[float, float, float]:
    """Return weeks from the middle of before to that of after, before's place in it, Σ(place)²."""
    middle = sum(block.place for block in trend) / len(trend)
    square = sum((block.place - middle) ** 2 for block in trend)
    mid_before = sum(block.place for block in before) / len(before)
    mid_after = sum(block.place for block in after) / len(after)
    return mid_after - mid_before, mid_before - middle, square


def _counted(kpi: Kpi, weeks: Weeks, sides: Sequence[_Side]) -> float:
    """Return the variance of the effect that counting alone makes."""
    if kpi.measure is Measure.QUANTILE:
        return 0.0
    total = 0.0
    for part in (weeks.before, weeks.after):
        for side in sides:
            tallies = [side.which(block).total for block in part]
            size = math.fsum(size_of(kpi, tally) for tally in tallies)
            total += row_noise(kpi, tallies).variance / size
    return total
