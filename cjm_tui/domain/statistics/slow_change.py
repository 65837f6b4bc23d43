"""Slow change: spells found by the CUSUM, for the slide-back watch and the watermelons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cjm_tui.domain.kpi import DayTally, Kpi, Signal
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics import cusum
from cjm_tui.domain.statistics.baseline import BASELINE_DAYS, Rebase
from cjm_tui.domain.statistics.estimates import MINIMUM_ROWS
from cjm_tui.domain.statistics.reading import read, signal_of


@dataclass(frozen=True, slots=True)
class Spell:
    """A slow change: since when, when the rule noticed, and the day that it was over."""

    signal: Signal  # BETTER or WORSE
    first: date
    alarm: date
    end: date | None  # None: not over

    def overlaps(self, other: "Spell") -> bool:
        """Whether some day belongs to both."""
        return (other.end is None or self.first < other.end) and (
            self.end is None or other.first < self.end
        )


@dataclass(frozen=True, slots=True)
class SlowChange:
    """What the slow-change rule found after the baseline, and what it could have found."""

    spells: tuple[Spell, ...]
    sigma: float  # long-run standard deviation of one average point, in the KPI's unit
    points: int  # judged points since the baseline
    point_days: int  # 1, or 7 where the points are weeks
    baseline_from: date
    baseline_to: date

    def visible_slide(self, days: int | None = None) -> float | None:
        """Return the slide, in the KPI's unit, that is caught in 90 % within so many days.

        Without `days`: within all days since the baseline. None where no point fits in.
        """
        points = self.points if days is None else days // self.point_days
        return None if points < 1 else self.sigma * cusum.visible_slide(points)

    @property
    def open(self) -> Spell | None:
        """The latest spell that is not over."""
        return next((spell for spell in reversed(self.spells) if spell.end is None), None)


def slow_change(
    kpi: Kpi,
    days: Sequence[DayTally],
    rebase: Rebase | None,
    period: Period,
    *,
    minimum: int = MINIMUM_ROWS,
    needed_days: int = BASELINE_DAYS,
    values: Mapping[date, float] | None = None,
) -> SlowChange | None:
    """Return the spells of slow change after the baseline; None where there is no baseline.

    To freeze a level for the slide-back watch, pass a re-basing on the first day of that level
    and its length as `needed_days` (28 or more).
    """
    reading = read(kpi, days, rebase, period, minimum, needed_days, values)
    baseline, until = reading.baseline, reading.baseline_to
    if baseline is None or until is None or reading.series.thin:
        return None
    sigma = cusum.long_run_sigma(baseline.residuals, baseline.floor)
    points = reading.series.points
    later = [points[place] for place in reading.later]
    residuals = [
        ((point.value or 0.0) - band.centre) / (band.spread * sigma) if sigma else 0.0
        for point, band in zip(later, reading.bands, strict=True)
    ]
    spells = tuple(
        Spell(
            signal_of(kpi, stretch.side),
            later[stretch.first].day,
            later[stretch.alarm].day,
            None if stretch.end is None else later[stretch.end].day,
        )
        for stretch in cusum.stretches(residuals)
    )
    return SlowChange(
        spells,
        sigma,
        len(later),
        7 if reading.series.weekly else 1,
        baseline.first,
        until,
    )
