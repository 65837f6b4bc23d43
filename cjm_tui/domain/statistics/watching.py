"""The watch on a level: the slow-change rule on what was reached, and on what must not suffer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cjm_tui.domain.kpi import DayTally, Estimate, Kpi, Signal
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.baseline import BASELINE_DAYS, Rebase
from cjm_tui.domain.statistics.difference import Contrast, contrast, day_spread
from cjm_tui.domain.statistics.estimates import estimate
from cjm_tui.domain.statistics.measures import total_of
from cjm_tui.domain.statistics.slow_change import SlowChange, Spell, slow_change
from cjm_tui.domain.statistics.verdicts import GuardrailState

RECHECKS = (30, 90, 365)  # days after the verdict
LEAST_FROZEN = BASELINE_DAYS  # usable days of a level: of fewer the noise is not known well enough
_LATELY = 28
_QUARTER = 91
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recheck:
    """The 28 days to a day on which the level is looked at again, less the frozen level."""

    after_days: int
    day: date
    due: bool  # whether the day has come, and its days are final
    change: Contrast | None  # None: not due, or too few rows to compare


@dataclass(frozen=True, slots=True)
class Watched:
    """A frozen level, what the rule found after it, and what it could have found."""

    level: Estimate
    first: date
    last: date
    latest: Estimate  # of the last 28 final days
    slide: Spell | None  # the latest one to the bad side
    visible: float | None  # a lasting slide of this size is caught in 90 % within 28 days …
    visible_quarter: float | None  # … and of this within 91
    until: date  # the last day that was judged
    rechecks: tuple[Recheck, ...]

    @property
    def slid(self) -> bool:
        """Whether the level is lost now."""
        return self.slide is not None and self.slide.end is None


def watched(
    kpi: Kpi,
    days: Sequence[DayTally],
    *,
    first: date,
    last: date,
    minimum: int,
    values: Mapping[date, float] | None = None,
) -> Watched | None:
    """Freeze the level of `first` … `last`, of 56 usable days at least, and test what follows.

    None while the level has fewer than 56 usable days, and where even weeks have too few rows.
    """
    usable = [day for day in days if _usable(day, minimum)]
    later = [day for day in usable if day.day >= first]
    frozen = later[: max(LEAST_FROZEN, sum(day.day <= last for day in later))]
    if len(frozen) < LEAST_FROZEN:
        return None
    last = frozen[-1].day
    until = usable[-1].day
    rebase = Rebase(first, "", "")
    found = slow_change(
        kpi,
        days,
        rebase,
        Period(days[0].day, until, "all"),
        minimum=minimum,
        needed_days=len(frozen),
        values=values,
    )
    if found is None:
        return None
    level = estimate(
        kpi,
        total_of(day.tally for day in frozen),
        minimum=minimum,
        days=[day.tally for day in frozen],
    )
    latest = _stretch(kpi, usable, until, minimum)
    return Watched(
        level,
        first,
        last,
        latest,
        _worse(found),
        found.visible_slide(_LATELY),
        found.visible_slide(_QUARTER),
        until,
        tuple(_recheck(kpi, usable, level, last + timedelta(days=n), n, minimum) for n in RECHECKS),
    )


def _usable(day: DayTally, minimum: int) -> bool:
    return not day.provisional and not day.excluded and day.tally.n >= max(1, minimum)


def _worse(found: SlowChange) -> Spell | None:
    return next((s for s in reversed(found.spells) if s.signal is Signal.WORSE), None)


def _stretch(kpi: Kpi, usable: Sequence[DayTally], last: date, minimum: int) -> Estimate:
    tallies = [day.tally for day in usable if last - _LATELY * _DAY < day.day <= last]
    return estimate(kpi, total_of(tallies), minimum=minimum, days=tallies)


def _recheck(
    kpi: Kpi, usable: Sequence[DayTally], level: Estimate, day: date, after: int, minimum: int
) -> Recheck:
    if usable[-1].day < day:
        return Recheck(after, day, due=False, change=None)
    then = _stretch(kpi, usable, day, minimum)
    known = [one for one in usable if one.day <= day]
    return Recheck(after, day, due=True, change=contrast(then, level, day_spread(kpi, known)))


def guardrail_state(
    kpi: Kpi,
    days: Sequence[DayTally],
    *,
    live: date,
    last: date,
    minimum: int,
    values: Mapping[date, float] | None = None,
) -> tuple[GuardrailState, Spell | None]:
    """Return whether the guardrail turned bad from the day live to `last`, and its spell.

    The baseline is the last 56 usable days before the day live.
    """
    before = [day.day for day in days if day.day < live and _usable(day, minimum)]
    if len(before) < BASELINE_DAYS:
        return GuardrailState.UNKNOWN, None
    first = before[-BASELINE_DAYS]
    rebase = Rebase(first - timedelta(days=first.weekday()), "", "")
    period = Period(days[0].day, last, "all")
    found = slow_change(kpi, days, rebase, period, minimum=minimum, values=values)
    if found is None:
        return GuardrailState.UNKNOWN, None
    bad = next((s for s in found.spells if s.signal is Signal.WORSE and s.alarm >= live), None)
    return (GuardrailState.WORSE, bad) if bad else (GuardrailState.STEADY, None)
