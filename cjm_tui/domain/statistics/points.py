"""The points of a trend: days, or ISO weeks where the days are too thin to be judged one by one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cjm_tui.domain.kpi import DayTally, Kpi, Measure, Tally
from cjm_tui.domain.statistics.measures import (
    RowNoise,
    row_noise,
    size_of,
    total_of,
    value_of,
    values_of,
)

THIN_ROWS = 20  # the median point needs these, so that few points fall below the 10 of a value
MOST_SKEWED = 0.5  # of a point; beyond it "8 on one side" is no longer rare by chance
_WEEK = timedelta(days=7)


class Point(NamedTuple):
    """A day, or a week by its Monday, with its rows; `value` is None below the minimum of rows."""

    day: date
    days: int
    tally: Tally
    size: float
    value: float | None
    excluded: str
    provisional: bool

    @property
    def judged(self) -> bool:
        """Whether the point counts for baselines and signals."""
        return self.value is not None and not self.excluded and not self.provisional


class Series(NamedTuple):
    """The points that a trend is judged by."""

    points: list[Point]
    weekly: bool
    thin: bool  # even the weeks are too thin for signals
    skewed: bool  # only the limits apply, not the run of 8


def day_points(
    kpi: Kpi, days: Sequence[DayTally], minimum: int, values: Mapping[date, float] | None
) -> list[Point]:
    """Return a point for each day; `values` are a quantile KPI's own day values, in its unit."""
    found = (
        values_of(kpi, (day.tally for day in days))
        if values is None
        else [values.get(day.day) for day in days]
    )
    by_weight = kpi.measure in (Measure.RATE, Measure.RATIO)
    return [
        Point(
            day.day,
            1,
            day.tally,
            day.tally.weight if by_weight else day.tally.n,
            value if day.tally.n >= minimum else None,
            day.excluded,
            day.provisional,
        )
        for day, value in zip(days, found, strict=True)
    ]


def week_points(kpi: Kpi, days: Iterable[DayTally], minimum: int, last: date) -> list[Point]:
    """Return a point for each ISO week: its days without the excluded ones.

    A week is provisional while one of its days is, or while `last` lies before its Sunday.
    """
    weeks: dict[date, list[DayTally]] = {}
    for day in days:
        weeks.setdefault(day.day - timedelta(days=day.day.weekday()), []).append(day)
    points = []
    for monday, members in weeks.items():
        kept = [day for day in members if not day.excluded]
        tally = total_of(day.tally for day in kept or members)
        value = value_of(kpi, tally) if tally.n >= minimum else None
        running = monday + _WEEK - timedelta(days=1) > last
        points.append(
            Point(
                monday,
                len(kept or members),
                tally,
                size_of(kpi, tally),
                value,
                "" if kept else members[0].excluded,
                running or any(day.provisional for day in kept or members),
            )
        )
    return points


def series(
    kpi: Kpi,
    days: Sequence[DayTally],
    *,
    first: date,
    last: date,
    needed: int,
    minimum: int,
    values: Mapping[date, float] | None = None,
) -> Series:
    """Choose between days and weeks by the stretch that the baseline rests on, so once for all.

    Looked at are the first `needed` usable days from `first` on: final, not excluded, with rows.
    Days serve where the median day has 20 rows and a day's value is skewed by 0.5 at most (four
    of the rarer outcome); else weeks; where the median week has under 20 rows, nothing does.
    """
    usable = [d for d in days if d.day >= first and d.tally.n > 0 and not d.excluded]
    usable = [d for d in usable if not d.provisional][:needed]
    noise = row_noise(kpi, (d.tally for d in usable))
    by_day = [(d.tally.n, size_of(kpi, d.tally)) for d in usable]
    if kpi.measure is Measure.QUANTILE:
        points = day_points(kpi, days, minimum, values or {})
        return Series(points, False, _thin(by_day) or _skewed(by_day, noise), False)
    if not by_day or not (_thin(by_day) or _skewed(by_day, noise)):
        return Series(day_points(kpi, days, minimum, None), False, False, False)
    points = week_points(kpi, days, minimum, last)
    monday = first - timedelta(days=first.weekday())
    whole = [p for p in points if p.day >= monday and not p.excluded and not p.provisional]
    by_week = [(p.tally.n, p.size) for p in whole[: needed // 7]]
    return Series(points, True, bool(by_week) and _thin(by_week), _skewed(by_week, noise))


def _thin(points: list[tuple[int, float]]) -> bool:
    """Whether the median point has too few rows."""
    return not points or sorted(n for n, _ in points)[len(points) // 2] < THIN_ROWS


def _skewed(points: list[tuple[int, float]], noise: RowNoise) -> bool:
    """Whether the median point's value is too skewed for runs on one side of a mean."""
    if not points:
        return False
    size = sorted(size for _, size in points)[len(points) // 2]
    return size <= 0 or noise.skewness > MOST_SKEWED * size**0.5
