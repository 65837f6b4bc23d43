"""What a KPI's measure makes of a tally: its value, the noise of one row, how skewed a row is."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from cjm_tui.domain.kpi import Kpi, Measure, Tally, Unit

_BY_WEIGHT = (Measure.RATE, Measure.RATIO)


def total_of(tallies: Iterable[Tally]) -> Tally:
    """Return the tallies added up."""
    n = promoters = detractors = 0
    total = squares = weight = 0.0
    for tally in tallies:
        n += tally.n
        total += tally.sum
        squares += tally.sum_sq
        promoters += tally.promoters
        detractors += tally.detractors
        weight += tally.weight
    return Tally(n, total, squares, promoters, detractors, weight)


def less(whole: Tally, part: Tally) -> Tally:
    """Return what is left of a tally without a part of it."""
    return Tally(
        whole.n - part.n,
        whole.sum - part.sum,
        whole.sum_sq - part.sum_sq,
        whole.promoters - part.promoters,
        whole.detractors - part.detractors,
        whole.weight - part.weight,
    )


def size_of(kpi: Kpi, tally: Tally) -> float:
    """Return what the value is a share of: rows, or the weight of rates and ratios."""
    return tally.weight if kpi.measure in _BY_WEIGHT else tally.n


def top_of(kpi: Kpi, tally: Tally) -> float:
    """Return what the value is a share of `size_of` in: the sum, of an NPS its net promoters."""
    return tally.promoters - tally.detractors if kpi.measure is Measure.NPS else tally.sum


def unit_of(kpi: Kpi) -> float:
    """Return the factor from `top_of` per `size_of` to the KPI's unit."""
    return 100.0 if kpi.measure is Measure.NPS else kpi.scale


def value_of(kpi: Kpi, tally: Tally) -> float | None:
    """Return the value in the KPI's unit; None without rows, and for quantiles, which need rows."""
    return values_of(kpi, (tally,))[0]


def values_of(kpi: Kpi, tallies: Iterable[Tally]) -> list[float | None]:
    """Return the value of each tally, as value_of does."""
    scale = kpi.scale
    match kpi.measure:
        case Measure.QUANTILE:
            return [None for _ in tallies]
        case Measure.NPS:
            return [100.0 * (t.promoters - t.detractors) / t.n if t.n else None for t in tallies]
        case Measure.RATE | Measure.RATIO:
            return [scale * t.sum / t.weight if t.weight > 0 else None for t in tallies]
    return [scale * t.sum / t.n if t.n else None for t in tallies]


def bounds_of(kpi: Kpi) -> tuple[float, float]:
    """Return the smallest and the largest value that is possible, in the KPI's unit."""
    if kpi.between is not None:
        return kpi.between
    if kpi.measure is Measure.NPS:
        return -100.0, 100.0
    if kpi.measure is Measure.PROPORTION:
        return 0.0, kpi.scale
    if kpi.measure is Measure.RATE or kpi.unit not in (Unit.SCORE, Unit.POINTS):
        return 0.0, math.inf
    return -math.inf, math.inf


class RowNoise(NamedTuple):
    """What counting alone explains: a value of size d varies by `variance / d` (unit²).

    `skewness` is a row's; that of a value of size d is `skewness / √d`.
    """

    variance: float
    skewness: float


def row_noise(kpi: Kpi, tallies: Iterable[Tally]) -> RowNoise:
    """Return the noise of one row (or one unit of weight) from the tallies of several days.

    Shares get two successes and two failures more (Agresti and Coull 1998), so that a KPI at
    0 or 100 % does not count as free of noise. Zero where the measure does not tell.
    """
    parts = list(tallies)
    total = total_of(parts)
    match kpi.measure:
        case Measure.PROPORTION:
            share = min(1.0, max(0.0, (total.sum + 2) / (total.n + 4)))
            variance = share * (1 - share)
            return RowNoise(kpi.scale**2 * variance, abs(1 - 2 * share) / math.sqrt(variance))
        case Measure.NPS:
            return _nps_noise(total)
        case Measure.RATE if total.weight > 0:
            rate = (total.sum + 2) / total.weight
            return RowNoise(kpi.scale**2 * rate, 1 / math.sqrt(rate))
        case Measure.MEAN | Measure.RATIO if total.n > 0:
            return _value_noise(kpi, parts, total)
        case Measure.QUANTILE:
            share = kpi.quantile or 0.5
            if share == 1:
                return RowNoise(0.0, 0.0)
            return RowNoise(0.0, abs(1 - 2 * share) / math.sqrt(share * (1 - share)))
    return RowNoise(0.0, 0.0)


def _nps_noise(total: Tally) -> RowNoise:
    n = total.n + 4
    p, d = (total.promoters + 2) / n, (total.detractors + 2) / n
    mean = p - d
    variance = p + d - mean * mean
    third = p * (1 - mean) ** 3 + d * (-1 - mean) ** 3 + (1 - p - d) * (-mean) ** 3
    return RowNoise(1e4 * variance, abs(third) / variance**1.5)


def _value_noise(kpi: Kpi, parts: list[Tally], total: Tally) -> RowNoise:
    """Pool the variance within days; a row's skewness is guessed as a gamma's, 2 s/x̄.

    A ratio's weights count as equal, for sums do not say more.
    """
    within = 0.0
    freedom = 0
    for part in parts:
        if part.n > 1:
            within += max(0.0, part.sum_sq - part.sum * part.sum / part.n)
            freedom += part.n - 1
    if freedom == 0 or within == 0.0:
        return RowNoise(0.0, 0.0)
    variance = within / freedom
    mean = abs(total.sum / total.n)
    skewness = 2 * math.sqrt(variance) / mean if mean > 0 else 0.0
    if kpi.measure is Measure.RATIO:
        row_weight = total.weight / total.n
        if row_weight <= 0:
            return RowNoise(0.0, 0.0)
        return RowNoise(kpi.scale**2 * variance / row_weight, skewness * math.sqrt(row_weight))
    return RowNoise(kpi.scale**2 * variance, skewness)
