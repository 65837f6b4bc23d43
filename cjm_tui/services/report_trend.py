"""A trend's points as the weeks that a chart of the pack draws."""

from collections.abc import Sequence
from datetime import date, timedelta

from cjm_tui.domain import display
from cjm_tui.domain.kpi import ChartPoint, Kpi, Measure
from cjm_tui.domain.report import Week

WEEKS = 26
_ADDS_UP = (Measure.PROPORTION, Measure.MEAN, Measure.NPS)  # days weighted by n give the week


def weeks(kpi: Kpi, points: Sequence[ChartPoint], last: date) -> tuple[Week, ...]:
    """Return the last half year by weeks that end with `last`; what never adds up by its points.

    Days that were left out of the baseline are in: they are what customers met.
    """
    first = last - timedelta(days=7 * WEEKS - 1)
    kept = [point for point in points if first <= point.day <= last]
    if kpi.measure not in _ADDS_UP or any(point.days > 1 for point in kept):
        return tuple(_week(kpi, point.day, [point]) for point in kept)
    return tuple(
        _week(kpi, begin, [p for p in kept if begin <= p.day < begin + timedelta(days=7)])
        for begin in (first + timedelta(days=7 * place) for place in range(WEEKS))
    )


def _week(kpi: Kpi, first: date, points: Sequence[ChartPoint]) -> Week:
    n = sum(point.n for point in points if point.value is not None)
    value = sum(point.n * (point.value or 0.0) for point in points) / n if n else None
    known = [point for point in points if point.centre is not None and point.n]
    weight = sum(point.n for point in known)
    expected = sum(p.n * (p.centre or 0.0) for p in known) / weight if weight else None
    measured = display.amount(value, kpi.unit, fine=True) or "no data"
    day = display.short_day(first)
    provisional = any(point.provisional for point in points)
    open_yet = ", provisional" if provisional else ""
    said = f"{day}: {measured} n={display.count(n)}{open_yet}"
    return Week(first, value, expected, said, provisional)
