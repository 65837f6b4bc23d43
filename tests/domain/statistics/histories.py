"""Histories to test with: KPIs of each measure, and days made from plain numbers."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

import numpy as np

from cjm_tui.domain.kpi import DayTally, Direction, Kpi, KpiClass, Measure, Tally, Unit
from cjm_tui.domain.period import Period

FIRST = date(2025, 1, 6)  # a Monday
_UNITS = {
    Measure.PROPORTION: Unit.PERCENT,
    Measure.MEAN: Unit.SECONDS,
    Measure.NPS: Unit.POINTS,
    Measure.QUANTILE: Unit.SECONDS,
    Measure.RATE: Unit.PER_THOUSAND,
    Measure.RATIO: Unit.COUNT,
}


def kpi(
    measure: Measure = Measure.PROPORTION,
    *,
    direction: Direction = Direction.HIGHER,
    unit: Unit | None = None,
    window_days: int = 0,
    quantile: float | None = None,
) -> Kpi:
    return Kpi(
        name="under_test",
        title="Under test",
        description="",
        measure=measure,
        kpi_class=KpiClass.OUTCOME,
        because="",
        unit=unit or _UNITS[measure],
        direction=direction,
        window_days=window_days,
        quantile=quantile,
    )


def share(successes: float, n: int) -> Tally:
    return Tally(n=n, sum=successes, sum_sq=successes)


def mean(values: Iterable[float]) -> Tally:
    known = list(values)
    return Tally(n=len(known), sum=sum(known), sum_sq=sum(v * v for v in known))


def percents(values: Sequence[float], n: int = 1000, first: date = FIRST) -> list[DayTally]:
    """One day for each percentage, of `n` rows."""
    return [
        DayTally(first + timedelta(days=place), share(value / 100 * n, n))
        for place, value in enumerate(values)
    ]


def period(days: Sequence[DayTally], length: int = 28) -> Period:
    last = days[-1].day
    return Period(last - timedelta(days=length - 1), last, f"{length}d")


def wobble(days: int, level: float = 50.0, size: float = 1.0) -> list[float]:
    """A level with a fixed up and down that no rule objects to."""
    pattern = (0.3, -0.9, 0.7, -0.4, 1.0, -0.7, 0.1, -0.2, 0.8, -1.0, 0.4, -0.1, 0.6)
    return [level + size * pattern[place % len(pattern)] for place in range(days)]


def binomial(
    rng: np.random.Generator,
    days: int,
    *,
    n: int = 200,
    level: float = 0.35,
    at: Callable[[int], float] = lambda day: 0.0,
) -> list[DayTally]:
    """Days of n rows whose share of successes is level, weekday effect and `at(day)` together."""
    weekday = (0.05, 0.02, 0.0, 0.0, -0.01, -0.04, -0.05)
    return [
        DayTally(
            FIRST + timedelta(days=day),
            share(float(rng.binomial(n, level + weekday[day % 7] + at(day))), n),
        )
        for day in range(days)
    ]
