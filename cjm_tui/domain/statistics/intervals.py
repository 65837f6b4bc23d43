"""95 % intervals on each measure's own scale: shares 0 … 1, means as they are, NPS −100 … 100."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from cjm_tui.domain.statistics.distributions import (
    Z95,
    binomial_cdf,
    gamma_quantile,
    normal_cdf,
    t_quantile,
)

TAIL = 0.025


class Interval(NamedTuple):
    """Both ends of a 95 % interval."""

    low: float
    high: float


class Difference(NamedTuple):
    """Two shares compared: second minus first, with z and the two-sided p of "no difference"."""

    difference: float
    low: float
    high: float
    z: float
    p: float


def wilson(successes: float, n: float) -> Interval:
    """Return the interval of a share (Wilson 1927); n > 0."""
    share = successes / n
    below = 1 + Z95 * Z95 / n
    centre = (share + Z95 * Z95 / (2 * n)) / below
    half = Z95 * math.sqrt(share * (1 - share) / n + Z95 * Z95 / (4 * n * n)) / below
    return Interval(min(share, max(0.0, centre - half)), max(share, min(1.0, centre + half)))


def paired_difference(more: int, less: int, n: int) -> Interval:
    """Return the interval of a difference of two shares of the same n rows (Agresti and Min 2005).

    `more` rows have the first alone, `less` the second alone; half a row is added to each cell.
    """
    more_adjusted, less_adjusted, rows = more + 0.5, less + 0.5, n + 2
    difference = (more_adjusted - less_adjusted) / rows
    spread = more_adjusted + less_adjusted - rows * difference * difference
    half = Z95 * math.sqrt(max(0.0, spread)) / rows
    return Interval(max(-1.0, difference - half), min(1.0, difference + half))


def sample_variance(n: int, total: float, squares: float) -> float | None:
    """Return the variance of n ≥ 2 values from their sum and sum of squares.

    None where the two contradict each other: a source that gave no squares has no interval.
    """
    rest = squares - total * total / n
    if rest >= 0:
        return rest / (n - 1)
    return 0.0 if -rest <= 1e-9 * abs(squares) else None


def mean_interval(n: int, total: float, squares: float) -> Interval | None:
    """Return Student's interval x̄ ± t·s/√n; None below two values or without usable squares."""
    if n < 2:
        return None
    variance = sample_variance(n, total, squares)
    if variance is None:
        return None
    return t_interval(total / n, math.sqrt(variance / n), n - 1)


def t_interval(centre: float, deviation: float, freedom: float) -> Interval:
    """Return Student's interval around an estimate of this standard deviation."""
    half = t_quantile(freedom, TAIL) * deviation
    return Interval(centre - half, centre + half)


def nps_interval(n: int, promoters: int, detractors: int) -> Interval:
    """Return 100(p − d) ± 196 √((p + d − (p − d)²)/n) within −100 … 100; n > 0.

    Where all answers are alike that formula has no width; then the share of that one answer
    gets Wilson's interval and the rest is counted one class away.
    """
    score = 100.0 * (promoters - detractors) / n
    p, d = promoters / n, detractors / n
    half = 100.0 * Z95 * math.sqrt(max(0.0, p + d - (p - d) ** 2) / n)
    if n in (promoters, detractors) or promoters == detractors == 0:
        half = 100.0 * (1.0 - wilson(n, n).low)
    return Interval(max(-100.0, score - half), min(100.0, score + half))


def poisson_interval(events: float, exposure: float) -> Interval:
    """Return the exact interval of a rate (Garwood 1936): events per unit of exposure > 0."""
    low = gamma_quantile(events, TAIL) if events > 0 else 0.0
    high = gamma_quantile(events + 1, 1 - TAIL)
    return Interval(low / exposure, high / exposure)


def quantile_of(values: Sequence[float], share: float) -> float:
    """Return the quantile of ascending values, interpolated as DuckDB's quantile_cont does."""
    position = (len(values) - 1) * share
    below = math.floor(position)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (position - below)


def quantile_interval(values: Sequence[float], share: float) -> Interval | None:
    """Return the order-statistic interval of a quantile from ascending values.

    Coverage is at least 95 % whatever the distribution (Conover 1999, 3.2). None where even the
    extreme values do not reach it: below 6 values for a median, below 36 for a 90th percentile.
    """
    n = len(values)
    low = _rank(n, share, TAIL) - 1
    high = _rank(n, share, 1 - TAIL)
    if low < 0 or high > n - 1:
        return None
    value = quantile_of(values, share)
    return Interval(min(values[low], value), max(values[high], value))


def _rank(n: int, share: float, probability: float) -> int:
    """Return the smallest k with P(at most k of n) ≥ probability."""
    low, high = -1, n
    while high - low > 1:
        middle = (low + high) // 2
        if binomial_cdf(middle, n, share) >= probability:
            high = middle
        else:
            low = middle
    return high


def clustered_ratio(sums: Sequence[float], weights: Sequence[float]) -> Interval | None:
    """Return the interval of Σ sums / Σ weights with days (or other blocks) as the units.

    Linearised: variance B/(B − 1) · Σ (s − R·w)² / (Σ w)², Student's t with B − 1 degrees of
    freedom (Cochran 1977, chapter 6). Holds although rows of one day are alike. None below 8
    blocks or without weight.
    """
    blocks = len(sums)
    weight = math.fsum(weights)
    if blocks < 8 or weight <= 0:
        return None
    ratio = math.fsum(sums) / weight
    rest = math.fsum((s - ratio * w) ** 2 for s, w in zip(sums, weights, strict=True))
    return t_interval(ratio, math.sqrt(rest * blocks / (blocks - 1)) / weight, blocks - 1)


def two_proportions(first: float, first_n: int, second: float, second_n: int) -> Difference:
    """Compare successes of two groups: pooled z, and Newcombe's interval of the difference (1998).

    z = (p₂ − p₁)/√(p̄(1 − p̄)(1/n₁ + 1/n₂)); 0 where nobody or everybody succeeded.
    """
    p1, p2 = first / first_n, second / second_n
    pooled = (first + second) / (first_n + second_n)
    variance = pooled * (1 - pooled) * (1 / first_n + 1 / second_n)
    z = (p2 - p1) / math.sqrt(variance) if variance > 0 else 0.0
    one, two = wilson(first, first_n), wilson(second, second_n)
    down = math.hypot(p2 - two.low, one.high - p1)
    up = math.hypot(two.high - p2, p1 - one.low)
    difference = p2 - p1
    return Difference(difference, difference - down, difference + up, z, 2 * normal_cdf(-abs(z)))
