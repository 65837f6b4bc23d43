"""A KPI's value with its interval and its denominator, or nothing where there are too few rows."""

from collections.abc import Sequence

from cjm_tui.domain.kpi import Estimate, Kpi, Measure, Tally
from cjm_tui.domain.statistics.intervals import (
    Interval,
    clustered_ratio,
    mean_interval,
    nps_interval,
    poisson_interval,
    quantile_interval,
    quantile_of,
    wilson,
)
from cjm_tui.domain.statistics.measures import bounds_of, size_of, value_of

MINIMUM_ROWS = 10
COLOUR_FROM = 30
COLOUR_FROM_NPS = 100


def estimate(
    kpi: Kpi, tally: Tally, *, minimum: int = MINIMUM_ROWS, days: Sequence[Tally] = ()
) -> Estimate:
    """Return the value of `tally` with its 95 % interval in the KPI's unit.

    Below `minimum` rows, or without weight where the measure divides by it, only n, numerator and
    denominator are given. A ratio takes its interval from the tallies of its single `days` (eight
    or more), else it has a value alone. A quantile needs rows: see quantile_estimate.
    """
    value = value_of(kpi, tally)
    if value is None or tally.n < max(1, minimum):
        return stated(kpi, tally, None, None)
    return stated(kpi, tally, value, _interval(kpi, tally, days))


def quantile_estimate(
    kpi: Kpi, ascending: Sequence[float], *, minimum: int = MINIMUM_ROWS
) -> Estimate:
    """Return the KPI's quantile (the median unless it names one) of values in ascending order.

    All None where there are too few rows for an order-statistic interval: 36 for a 90th percentile.
    Of the greatest value there is no interval.
    """
    share = 0.5 if kpi.quantile is None else kpi.quantile
    n = len(ascending)
    interval = quantile_interval(ascending, share) if n >= max(1, minimum) else None
    tally = Tally(n=n)
    if share == 1 and n >= max(1, minimum):
        return stated(kpi, tally, kpi.scale * ascending[-1], None)
    if interval is None:
        return stated(kpi, tally, None, None)
    scaled = Interval(kpi.scale * interval.low, kpi.scale * interval.high)
    return stated(kpi, tally, kpi.scale * quantile_of(ascending, share), scaled)


def _interval(kpi: Kpi, tally: Tally, days: Sequence[Tally]) -> Interval | None:
    """Return the interval in the KPI's unit; None where these statistics cannot give one."""
    interval: Interval | None
    match kpi.measure:
        case Measure.PROPORTION:
            interval = wilson(min(max(tally.sum, 0.0), tally.n), tally.n)
        case Measure.MEAN:
            interval = mean_interval(tally.n, tally.sum, tally.sum_sq)
        case Measure.NPS:
            return nps_interval(tally.n, tally.promoters, tally.detractors)
        case Measure.RATE:
            interval = poisson_interval(max(tally.sum, 0.0), tally.weight)
        case _:
            used = [day for day in days if day.weight > 0]
            interval = clustered_ratio([day.sum for day in used], [day.weight for day in used])
    if interval is None:
        return None
    return Interval(kpi.scale * interval.low, kpi.scale * interval.high)


def stated(kpi: Kpi, tally: Tally, value: float | None, interval: Interval | None) -> Estimate:
    """Return the estimate of a value and interval in the KPI's unit, kept within the possible."""
    is_nps = kpi.measure is Measure.NPS
    numerator: float | None = tally.promoters - tally.detractors if is_nps else tally.sum
    if kpi.measure is Measure.QUANTILE:
        numerator = None
    low = high = None
    if value is not None and interval is not None:
        least, most = bounds_of(kpi)
        low = min(value, max(least, interval.low))
        high = max(value, min(most, interval.high))
    return Estimate(
        tally.n,
        value,
        low,
        high,
        numerator,
        size_of(kpi, tally),
        COLOUR_FROM_NPS if is_nps else COLOUR_FROM,
    )
