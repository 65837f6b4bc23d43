"""The shown values beside those of other days: the period before, or the same a year ago."""

from collections.abc import Iterable

from cjm_tui.domain import display
from cjm_tui.domain.comparison import Compared, Comparison, days_back
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.difference import contrast, day_spread
from cjm_tui.services.scores import Place, Scores

NO_INTERVAL = "no interval"


def comparisons(
    scores: Scores, comparison: Comparison, places: Iterable[Place]
) -> dict[Place, Compared]:
    """Return each place's value beside that of the other days; nothing for the baseline.

    The other days are as many as the value counts: those whose follow-up window has closed, each
    the same number of days before.
    """
    if comparison is Comparison.BASELINE:
        return {}
    return {place: _compared(scores, comparison, place) for place in places}


def _compared(scores: Scores, comparison: Comparison, place: Place) -> Compared:
    counted, state = scores.counted(place.kpi), scores.known
    back = days_back(comparison, scores.period)
    days = Period(counted.period.first - back, counted.period.last - back, "")
    now, then = scores.estimate(place), scores.estimate_of(place, days)
    found = contrast(
        now, then, day_spread(scores.kpis[place.kpi], scores.histories([place])[place])
    )
    why = ""
    if not counted.final:
        why = "not final yet"
    elif state.first_day is not None and days.last < state.first_day:
        why = "no data then"
    elif state.first_day is not None and days.first < state.first_day:
        why = f"data begins {display.short_day(state.first_day, state.as_of.date())}"
    elif now.value is None or then.value is None:
        why = "too few"
    elif found is None:
        why = NO_INTERVAL
    if why or found is None:
        return Compared(days.first, days.last, then, why=why)
    return Compared(days.first, days.last, then, *found)
