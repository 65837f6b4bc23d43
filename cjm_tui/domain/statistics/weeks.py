"""Week against week while there is no baseline yet: a difference, never a signal."""

from collections.abc import Sequence
from datetime import timedelta

from cjm_tui.domain.kpi import DayTally, Kpi, WeekChange
from cjm_tui.domain.statistics.difference import contrast, day_spread
from cjm_tui.domain.statistics.estimates import estimate
from cjm_tui.domain.statistics.measures import total_of

NEEDED_DAYS = 21
_WEEK = timedelta(days=7)


def week_change(kpi: Kpi, days: Sequence[DayTally], *, minimum: int) -> WeekChange | None:
    """Return the last seven usable days less the same weekdays of the week before.

    A weekday that is missing, provisional or left out in either week is left out in both. None
    where either week has fewer than `minimum` rows or no interval.
    """
    usable = {d.day: d.tally for d in days if not d.provisional and not d.excluded and d.tally.n}
    if not usable:
        return None
    last = max(usable)
    latest = [last - timedelta(days=back) for back in range(7)]
    both = [day for day in latest if day in usable and day - _WEEK in usable]
    now = estimate(kpi, total_of(usable[day] for day in both), minimum=minimum)
    before = estimate(kpi, total_of(usable[day - _WEEK] for day in both), minimum=minimum)
    found = contrast(now, before, day_spread(kpi, days))
    if found is None:
        return None
    return WeekChange(min(both), last, len(both), kpi.unit, *found)
