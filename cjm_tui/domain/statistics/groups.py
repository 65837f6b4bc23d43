"""Parts of a figure's rows held against the others: which of them differ by more than chance.

Rows of one day are alike (an outage, a busy morning), so days are the units, as in samples of
clusters (Cochran 1977, chapter 6): the ratios Σ y/Σ x of a part and the others, linearised by day;
Student's t has Satterthwaite's degrees of freedom (1946), and the noise is never taken for less
than that of independent rows. Of many parts Holm's rule (1979) says which are told apart.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from cjm_tui.domain.kpi import Kpi, Measure, Tally
from cjm_tui.domain.statistics.distributions import beta_cdf
from cjm_tui.domain.statistics.intervals import Interval, sample_variance, t_interval
from cjm_tui.domain.statistics.measures import size_of, top_of, unit_of


class Days(NamedTuple):
    """Sums over days of a group's daily y and x beside those of all groups, Y and X.

    The value is Σ y/Σ x: y is the sum of `value` (for an NPS promoters less detractors), x the rows
    (for rates and ratios their weight).
    """

    days: int  # on which the group has rows
    others: int  # on which the other groups have rows
    yy: float
    yx: float
    xx: float
    y_all: float  # Σ y·Y
    y_size: float  # Σ y·X
    x_all: float  # Σ x·Y
    x_size: float  # Σ x·X
    all_all: float  # Σ Y·Y
    all_size: float  # Σ Y·X
    size_size: float  # Σ X·X


class Gap(NamedTuple):
    """A group's value less that of the others, in the KPI's unit, and the p of "no difference"."""

    gap: float
    p: float


def gap_of(kpi: Kpi, group: Tally, others: Tally, days: Days) -> Gap | None:
    """Return how a group differs from the others; None where either has no rows or no weight."""
    x, x_rest = size_of(kpi, group), size_of(kpi, others)
    if x <= 0 or x_rest <= 0:
        return None
    mine, rest = top_of(kpi, group) / x, top_of(kpi, others) / x_rest
    gap = unit_of(kpi) * (mine - rest)
    clustered, freedom = _clustered(days, mine, rest, x, x_rest)
    variance = max(clustered, _of_rows(kpi, group, others))
    if variance <= 0 or freedom <= 0:
        return Gap(gap, 1.0)
    t = (mine - rest) / math.sqrt(variance)
    return Gap(gap, beta_cdf(freedom / 2, 0.5, freedom / (freedom + t * t)))


def told_apart(p_values: Sequence[float], level: float) -> list[bool]:
    """Return which differences count: with probability 1 − level none does by chance (Holm)."""
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    found = [False] * len(p_values)
    for rank, place in enumerate(order):
        if p_values[place] * (len(p_values) - rank) > level:
            break
        found[place] = True
    return found


def ratio_interval(kpi: Kpi, tally: Tally, days: Days) -> Interval | None:
    """Return a ratio's interval in the KPI's unit, as `clustered_ratio` does from single days."""
    if days.days < 8 or tally.weight <= 0:
        return None
    ratio = tally.sum / tally.weight
    rest = _square(days.yy, days.yx, days.xx, ratio) * days.days / (days.days - 1)
    deviation = math.sqrt(rest) / tally.weight
    return t_interval(kpi.scale * ratio, kpi.scale * deviation, days.days - 1)


def _clustered(d: Days, mine: float, rest: float, x: float, x_rest: float) -> tuple[float, float]:
    """Return the variance of the difference with days as units, and its degrees of freedom."""
    if d.days < 2 or d.others < 2:
        return 0.0, 0.0
    a, b = 1 / x, 1 / x_rest
    own = a * a * _square(d.yy, d.yx, d.xx, mine)
    other_yy = d.all_all - 2 * d.y_all + d.yy
    other_yx = d.all_size - d.y_size - d.x_all + d.yx
    other_xx = d.size_size - 2 * d.x_size + d.xx
    other = b * b * _square(other_yy, other_yx, other_xx, rest)
    own_with_all = d.y_all - rest * d.y_size - mine * d.x_all + mine * rest * d.x_size
    own_with_own = d.yy - (rest + mine) * d.yx + mine * rest * d.xx
    shared = a * b * (own_with_all - own_with_own)
    wider = d.days / (d.days - 1)
    own_part, other_part = own * wider, other * d.others / (d.others - 1)
    total = max(0.0, (own + other - 2 * shared) * max(wider, d.others / (d.others - 1)))
    spread = own_part**2 / (d.days - 1) + other_part**2 / (d.others - 1)
    freedom = (own_part + other_part) ** 2 / spread if spread > 0 else float(d.days - 1)
    return total, freedom


def _square(yy: float, yx: float, xx: float, ratio: float) -> float:
    """Return Σ (y − R·x)² over days."""
    return max(0.0, yy - 2 * ratio * yx + ratio * ratio * xx)


def _of_rows(kpi: Kpi, group: Tally, others: Tally) -> float:
    """Return the variance of the difference if rows were independent; 0 where sums do not tell."""
    match kpi.measure:
        case Measure.PROPORTION:
            pooled = (group.sum + others.sum) / (group.n + others.n)
            return pooled * (1 - pooled) * (1 / group.n + 1 / others.n)
        case Measure.NPS:
            return sum(_nps_variance(tally) / tally.n for tally in (group, others))
        case Measure.RATE:
            pooled = (group.sum + others.sum) / (group.weight + others.weight)
            return pooled * (1 / group.weight + 1 / others.weight)
        case Measure.MEAN:
            return sum(_mean_variance(tally) / tally.n for tally in (group, others))
    return 0.0


def _nps_variance(tally: Tally) -> float:
    p, d = tally.promoters / tally.n, tally.detractors / tally.n
    return p + d - (p - d) ** 2


def _mean_variance(tally: Tally) -> float:
    if tally.n < 2:
        return 0.0
    return sample_variance(tally.n, tally.sum, tally.sum_sq) or 0.0
