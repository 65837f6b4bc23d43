"""A signal as a person reads it aloud: what it says, since when, by which rule."""

import re
from datetime import date, timedelta

from cjm_tui.domain import display
from cjm_tui.domain.kpi import Change, Chart, Estimate, Signal, WeekChange

_WEEKS_FROM = 100  # days from which a narrow column counts whole weeks


def signal(change: Change, of: Estimate | None = None) -> str:
    """Return the signal in words that stand alone: "▼ worse, 9 days".

    The estimate tells a period without data from too few rows, and these from weeks too thin to
    judge.
    """
    match change.signal:
        case Signal.BETTER:
            return f"▲ better, {display.counted(change.days, 'day')}"
        case Signal.WORSE:
            return f"▼ worse, {display.counted(change.days, 'day')}"
        case Signal.TOO_FEW:
            return unjudged(of)
        case Signal.NO_HISTORY:
            if change.week is not None:
                return week_words(change.week)
            return f"not enough history ({change.history_days} of {change.history_needed} days)"
        case Signal.NO_BASELINE:
            none = of is not None and of.n == 0
            return "no rows of this segment" if none else "no baseline by segment"
        case Signal.NONE:
            return "= steady"


def unjudged(of: Estimate | None) -> str:
    """Return why nothing is said: no rows, too few for a value, or a value on weeks too thin."""
    if of is not None and of.n == 0:
        return "no data in this period"
    return "too few to say" if of is None or of.value is None else "too thin to judge"


def week_words(week: WeekChange) -> str:
    """Return "−3.1 [−7.0 … +0.8] from week to week": a difference, which is no signal."""
    low, high = (_signed(end, week, fine=True) for end in (week.low, week.high))
    return f"{_signed(week.difference, week, fine=True)} [{low} … {high}] from week to week"


def _short_week(week: WeekChange) -> str:
    reach = max(week.high - week.difference, week.difference - week.low)
    return f"week to week {_signed(week.difference, week)}±{display.number(reach, week.unit)}"


def _signed(value: float, week: WeekChange, *, fine: bool = False) -> str:
    text = display.number(value, week.unit, fine=fine)
    return f"+{text}" if value > 0 and text.strip("0.,") else text


def since_words(change: Change) -> str:
    """Return since when it is better or worse: "▼ worse since 6 Oct (39 days)"."""
    if change.since is None or change.signal not in (Signal.BETTER, Signal.WORSE):
        return signal(change)
    which = signal(change).split(",", maxsplit=1)[0]
    days = display.counted(change.days, "day")
    return f"{which} since {display.short_day(change.since, newest_day(change))} ({days})"


def newest_day(change: Change) -> date | None:
    """Return the day up to which a change has lasted; None where it is not known."""
    return None if change.since is None else change.since + timedelta(days=change.days)


def rule_words(change: Change) -> str:
    """Return the rule that fired, so that its days cannot be taken for those since it began."""
    rule = re.sub(r"^(?:(\d+) days|(\d+ weeks)) in a row", r"the last \1\2 in a row", change.rule)
    if change.opened is None or "in a row" not in rule:
        return rule
    return f"{rule}; a signal since {display.weekday(change.opened, newest_day(change))}"


def brief_rule(change: Change) -> str:
    """Return the rule in the fewest words: "29 days in a row", "outside the limits, last on …"."""
    rule = re.sub(r" (above|below) the baseline$", "", change.rule)
    rule = re.sub(r"^outside the limits (in|on) \d+ \w+, last", "outside the limits, last", rule)
    return re.sub(r"^outside the limits (on|in the week of) .*", "outside the limits", rule)


def rebased_words(chart: Chart, newest: date) -> str:
    """Return from when the limits begin anew, who decided it, when it was recorded, and why."""
    if not chart.rebased_by:
        return ""
    since = f" from {display.short_day(chart.rebased_from, newest)}" if chart.rebased_from else ""
    on = chart.rebased_on
    recorded = f" (recorded {display.short_day(on, newest)})" if on else ""
    return f"limits begun anew{since} by {chart.rebased_by}{recorded}: {chart.rebased_why}"


def short_signal(change: Change, width: int, of: Estimate | None = None) -> str:
    """Return the signal in at most `width` cells, for one column of the map."""
    full = signal(change, of)
    if len(full) <= width:
        return full
    match change.signal:
        case Signal.NO_HISTORY if change.week is not None:
            short = _short_week(change.week)
            return short if len(short) <= width else "new"
        case Signal.NO_HISTORY:
            short = f"history {change.history_days} of {change.history_needed}"
            return short if len(short) <= width else "new"
        case Signal.TOO_FEW:
            return {"no data in this period": "no data", "too thin to judge": "too thin"}.get(
                full, "too few"
            )
        case Signal.NO_BASELINE:
            short = "no rows" if of is not None and of.n == 0 else "no baseline"
            return short if len(short) <= width else "–"
        case _:
            short = full.replace(" days", "d").replace(" day", "d").replace(",", "")
            if len(short) > width and change.days >= _WEEKS_FROM:
                short = f"{full.split(',', maxsplit=1)[0]} {change.days // 7}w"
            return short if len(short) <= width else full.split(",", maxsplit=1)[0]
