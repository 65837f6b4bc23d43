"""A trend read against its frozen baseline: what chart, change and slow change have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cjm_tui.domain.kpi import DayTally, Direction, Kpi, Signal
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.baseline import Band, Baseline, Rebase, freeze
from cjm_tui.domain.statistics.points import Point, Series, series
from cjm_tui.domain.statistics.signals import Mark

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Reading:
    """The points up to the period's end, how they are judged, and the baseline if there is one."""

    kpi: Kpi
    days: list[DayTally]
    series: Series
    rebase: Rebase | None
    baseline: Baseline | None
    history_days: int
    needed: int
    later: list[int]  # positions of the judged points after the baseline
    bands: list[Band]  # what the baseline expects of them
    marks: list[Mark]  # how they lie to it

    @property
    def baseline_to(self) -> date | None:
        """The last day that the baseline covers."""
        if self.baseline is None:
            return None
        return self.baseline.last + timedelta(days=6 if self.series.weekly else 0)


def read(
    kpi: Kpi,
    days: Sequence[DayTally],
    rebase: Rebase | None,
    period: Period,
    minimum: int,
    needed: int,
    values: Mapping[date, float] | None,
) -> Reading:
    """Freeze the baseline at the beginning of the history and mark the points after it."""
    known = sorted((d for d in days if d.day <= period.last), key=lambda d: d.day)
    if rebase is not None and rebase.from_day > period.last:
        rebase = None
    first = rebase.from_day if rebase else (known[0].day if known else period.first)
    found = series(
        kpi, known, first=first, last=period.last, needed=needed, minimum=minimum, values=values
    )
    start = first - timedelta(days=first.weekday()) if found.weekly else first
    if found.weekly and rebase is not None and start < first:
        start += timedelta(days=7)  # the week of the re-basing is half old
    judged = [
        place for place, point in enumerate(found.points) if point.judged and point.day >= start
    ]
    step = 7 if found.weekly else 1
    count = -(-needed // step)
    baseline = None
    if len(judged) >= count:
        frozen = [found.points[place] for place in judged[:count]]
        baseline = freeze(kpi, frozen, weekly=found.weekly)
    later = judged[count:] if baseline else []
    bands = [baseline.band(found.points[place]) for place in later] if baseline else []
    marks = [
        _mark(found.points[place], band, skewed=found.skewed)
        for place, band in zip(later, bands, strict=True)
    ]
    history = min(needed, len(judged) * step)
    return Reading(kpi, known, found, rebase, baseline, history, needed, later, bands, marks)


def _mark(point: Point, band: Band, *, skewed: bool) -> Mark:
    value = point.value or 0.0
    residual = value - band.centre
    tolerance = _ROUNDING * max(1.0, abs(value))
    sign = 1 if residual > 0 else -1
    outside = sign if abs(residual) > band.reach + tolerance else 0
    if skewed:
        return Mark(outside, outside)
    return Mark(sign if abs(residual) > tolerance else 0, outside)


def signal_of(kpi: Kpi, side: int) -> Signal:
    """Return what a change to the side (−1 down, +1 up) means for this KPI."""
    better = side > 0 if kpi.direction is Direction.HIGHER else side < 0
    return Signal.BETTER if better else Signal.WORSE
