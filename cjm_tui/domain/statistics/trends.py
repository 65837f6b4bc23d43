"""A KPI's trend against its frozen baseline: the chart, and the signal on the map."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from cjm_tui.domain.kpi import Change, Chart, ChartPoint, DayTally, Kpi, Measure, Signal
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics import wording
from cjm_tui.domain.statistics.baseline import BASELINE_DAYS, Baseline, Rebase
from cjm_tui.domain.statistics.estimates import MINIMUM_ROWS
from cjm_tui.domain.statistics.measures import bounds_of, size_of, total_of, value_of
from cjm_tui.domain.statistics.reading import Reading, read, signal_of
from cjm_tui.domain.statistics.signals import RUN, Episode, episodes
from cjm_tui.domain.statistics.weeks import NEEDED_DAYS, week_change

_SILENT_DAYS = 28  # a signal needs a judged point this recently


def chart(
    kpi: Kpi,
    days: Sequence[DayTally],
    rebase: Rebase | None,
    period: Period,
    *,
    minimum: int = MINIMUM_ROWS,
    needed_days: int = BASELINE_DAYS,
    values: Mapping[date, float] | None = None,
    since: date | None = None,
) -> Chart:
    """Return all points up to the period's last day, with limits, fired rules and the change.

    `days` is the whole history, for the baseline is its beginning; days without rows are left
    out. `values` gives a quantile KPI's own value of each day, in its unit. A re-basing that
    begins after the period is not heard of yet. `since` keeps points before it out of the result,
    not out of the baseline: the map needs only the period's.
    """
    reading = read(kpi, days, rebase, period, minimum, needed_days, values)
    baseline = reading.baseline
    return Chart(
        points=_chart_points(reading, since),
        weekly=reading.series.weekly,
        baseline_from=baseline.first if baseline else None,
        baseline_to=reading.baseline_to,
        rebased_by=reading.rebase.who if reading.rebase else "",
        rebased_why=reading.rebase.why if reading.rebase else "",
        rebased_from=reading.rebase.from_day if reading.rebase else None,
        rebased_on=reading.rebase.recorded if reading.rebase else None,
        change=_change(reading, period, minimum),
    )


def _change(reading: Reading, period: Period, minimum: int) -> Change:
    rows = sum(day.tally.n for day in reading.days if day.day in period)
    if rows < minimum or reading.series.thin:
        return _unsaid(reading, Signal.TOO_FEW)
    if reading.baseline is None:
        young = _unsaid(reading, Signal.NO_HISTORY)
        if reading.history_days < NEEDED_DAYS:
            return young
        return replace(young, week=week_change(reading.kpi, reading.days, minimum=minimum))
    finals = [day.day for day in reading.days if not day.provisional]
    last = finals[-1]
    points = reading.series.points
    latest = points[reading.later[-1]].day if reading.later else reading.baseline.last
    if (last - latest).days >= _SILENT_DAYS:
        return _unsaid(reading, Signal.TOO_FEW)
    expected, difference = _against_baseline(reading, reading.baseline, period, minimum)
    found = episodes(reading.marks)
    if not found or found[-1].closed is not None:
        return Change(
            Signal.NONE,
            baseline=expected,
            change=difference,
            history_days=reading.history_days,
            history_needed=reading.needed,
        )
    episode = found[-1]
    since = points[reading.later[episode.first]].day
    return Change(
        signal_of(reading.kpi, episode.side),
        since,
        (last - since).days + 1,
        _rule(reading, episode),
        expected,
        difference,
        reading.history_days,
        reading.needed,
        opened=points[reading.later[episode.opened]].day,
    )


def _unsaid(reading: Reading, signal: Signal) -> Change:
    return Change(signal, history_days=reading.history_days, history_needed=reading.needed)


def _rule(reading: Reading, episode: Episode) -> str:
    if episode.run:
        return wording.run(episode.run, episode.side, weekly=reading.series.weekly)
    day = reading.series.points[reading.later[episode.last_outside]].day
    return wording.outside(episode.outside, day, weekly=reading.series.weekly)


def _against_baseline(
    reading: Reading, baseline: Baseline, period: Period, minimum: int
) -> tuple[float | None, float | None]:
    """Return what the period's final days would be at the baseline, and how far off they are.

    Days left out of baseline and signals count here: the change is that of the value that is shown.
    """
    expected = weight = observed = 0.0
    kpi = reading.kpi
    counted = []
    if kpi.measure is Measure.QUANTILE:
        for point in reading.series.points:
            if not point.provisional and point.day in period and point.value is not None:
                weight += point.tally.n
                expected += point.tally.n * baseline.levels[point.day.weekday()]
                observed += point.tally.n * point.value
        return (expected / weight, (observed - expected) / weight) if weight else (None, None)
    for day in reading.days:
        if day.day in period and not day.provisional:
            size = size_of(kpi, day.tally)
            weight += size
            expected += size * baseline.levels[day.day.weekday()]
            counted.append(day.tally)
    total = total_of(counted)
    value = value_of(kpi, total)
    if value is None or total.n < minimum:
        return None, None
    return expected / weight, value - expected / weight


def _chart_points(reading: Reading, since: date | None) -> tuple[ChartPoint, ...]:
    fired = _fired(reading)
    least, most = bounds_of(reading.kpi)
    baseline = reading.baseline
    if since is not None and reading.series.weekly:
        since -= timedelta(days=6)  # a week that ends on or after the day
    points = []
    for place, point in enumerate(reading.series.points):
        if since is not None and point.day < since:
            continue
        centre = lower = upper = None
        if baseline is not None and point.day >= baseline.first and point.size > 0:
            band = baseline.band(point)
            centre = band.centre
            lower, upper = max(least, centre - band.reach), min(most, centre + band.reach)
        points.append(
            ChartPoint(
                point.day,
                point.days,
                point.tally.n,
                point.value,
                centre,
                lower,
                upper,
                point.excluded,
                point.provisional,
                fired.get(place, ""),
            )
        )
    return tuple(points)


def _fired(reading: Reading) -> dict[int, str]:
    """Return the rule that each point belongs to: every point of a run, and each point outside."""
    fired: dict[int, str] = {}
    side = length = 0
    for order, mark in enumerate(reading.marks):
        length = length + 1 if mark.side == side and mark.side else abs(mark.side)
        side = mark.side
        if length >= RUN:
            for back in range(RUN if length == RUN else 1):
                fired.setdefault(reading.later[order - back], wording.RUN_POINT)
        if mark.outside:
            fired[reading.later[order]] = wording.OUTSIDE_POINT
    return fired
