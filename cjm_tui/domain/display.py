"""Values as a person reads them aloud; screens and their plain-text twins print the same words.

Unsaid is better than false: a value that is None gives "", never zero.
"""

from datetime import date, datetime
from itertools import pairwise
from math import sqrt

from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import Estimate, TargetState, Unit
from cjm_tui.domain.period import Period

BLOCKS = "▁▂▃▄▅▆▇█"

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DIGITS = {  # decimals on the map, and where there is room
    Unit.PERCENT: (0, 1),
    Unit.SECONDS: (0, 0),
    Unit.POINTS: (0, 1),
    Unit.SCORE: (1, 2),
    Unit.COUNT: (1, 2),
    Unit.PER_THOUSAND: (1, 1),
}
_SUFFIX = {Unit.PERCENT: "%", Unit.SECONDS: "s"}


def short_day(day: date, near: date | None = None) -> str:
    """Return "20 Nov", with the year where it is not the year of `near`."""
    text = f"{day.day} {_MONTHS[day.month - 1]}"
    return text if near is None or near.year == day.year else f"{text} {day.year}"


def weekday(day: date, near: date | None = None) -> str:
    """Return "Fri 20 Nov", with the year where it is not the year of `near`."""
    return f"{_WEEKDAYS[day.weekday()]} {short_day(day, near)}"


def moment(at: datetime, now: datetime) -> str:
    """Return "06:00" of today, else with its day: "Fri 20 Nov 06:00"."""
    day = "" if at.date() == now.date() else f"{weekday(at.date(), now.date())} "
    return f"{day}{at:%H:%M}"


def count(number: int) -> str:
    """Return a number of things: "12,410", and from ten million on "12.4M"."""
    return f"{number:,}" if number < 10_000_000 else f"{number / 1e6:.1f}M"


def counted(number: int, noun: str) -> str:
    """Return "1 action" or "3 actions"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def number(value: float | None, unit: Unit, *, fine: bool = False) -> str:
    """Return a value without its unit, rounded as the map shows it, or finer."""
    if value is None:
        return ""
    text = f"{value:,.{_DIGITS[unit][fine]}f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")
    return text.replace("-", "−")


def amount(value: float | None, unit: Unit, *, fine: bool = False) -> str:
    """Return a value with its unit once: "62%", "412s", "+31" for points, "5.9" for a score."""
    text = number(value, unit, fine=fine)
    if unit is Unit.POINTS and text and value is not None and value > 0 and text.strip("0."):
        return f"+{text}"
    return text + _SUFFIX.get(unit, "") if text else ""


def change(value: float | None, unit: Unit, *, fine: bool = False) -> str:
    """Return a change with its sign and without unit: "+5", "−22.1", "0"."""
    text = number(value, unit, fine=fine)
    return f"+{text}" if value is not None and value > 0 and text.strip("0.,") else text


def interval(estimate: Estimate, unit: Unit, *, fine: bool = False) -> str:
    """Return the 95 % interval without unit or brackets: "60–64", with a minus "−12 … −3"."""
    return span(estimate.low, estimate.high, unit, fine=fine)


def span(lowest: float | None, highest: float | None, unit: Unit, *, fine: bool = False) -> str:
    """Return both ends of an interval as `interval` does; "" where there are none."""
    if lowest is None or highest is None:
        return ""
    low, high = number(lowest, unit, fine=fine), number(highest, unit, fine=fine)
    if "−" not in low + high:
        return f"{low}–{high}"
    return f"{low} … {high}" if fine else f"{low}…{high}"


def measured(estimate: Estimate, unit: Unit) -> str:
    """Return value and interval: "62.0% [60.1–63.9]", "412s" without, "" where n is too small."""
    around = interval(estimate, unit, fine=True)
    value = amount(estimate.value, unit, fine=True)
    return f"{value} [{around}]" if around else value


def threshold(value: float | None) -> str:
    """Return a target as it was set, without its unit: "35", "4.25"."""
    return "" if value is None else f"{value:,.10g}".replace("-", "−")


def target_state(state: TargetState) -> str:
    """Return the state of a target in one word; the one that hurts is in capitals."""
    return {
        TargetState.MET: "met",
        TargetState.MISSED: "MISSED",
        TargetState.PROVISIONAL: "prov.",
        TargetState.NONE: "",
    }[state]


def sparkline(trend: tuple[float | None, ...], width: int, estimate: Estimate) -> str:
    """Return a picture of the trend, oldest first, at most `width` cells.

    Neighbouring points share a cell by their mean, for the picture only. The scale is at least the
    ±3 sigma that points of this precision would show by chance, so noise does not look like news.
    """
    if not trend or width < 1 or all(value is None for value in trend):
        return ""
    cells = min(width, len(trend))
    edges = [round(index * len(trend) / cells) for index in range(cells + 1)]
    groups = [
        [value for value in trend[start:end] if value is not None] for start, end in pairwise(edges)
    ]
    means = [sum(group) / len(group) if group else None for group in groups]
    known = [value for value in means if value is not None]
    middle = (min(known) + max(known)) / 2
    half = (max(known) - min(known)) / 2
    if estimate.low is not None and estimate.high is not None:
        half = max(half, 3 * (estimate.high - estimate.low) / 3.92 * sqrt(len(trend)))
    return "".join("·" if mean is None else BLOCKS[_level(mean, middle, half)] for mean in means)


def _level(value: float, middle: float, half: float) -> int:
    if half <= 0:
        return 4
    share = (value - (middle - half)) / (2 * half)
    return min(len(BLOCKS) - 1, max(0, int(share * len(BLOCKS))))


def period_words(period: Period | None, near: date | None = None) -> str:
    """Return "28 days", "all 400 days", or both ends of a period that was named by its days.

    A year is said where it is not that of `near`, the day up to which there is data.
    """
    if period is None:
        return ""
    if ".." in period.name:
        last = short_day(period.last, near)
        same = period.first == period.last
        return last if same else f"{short_day(period.first, period.last)} – {last}"
    return ("all " if period.name == "all" else "") + counted(period.days, "day")


def data_until(state: DataState) -> str:
    """Return "data until Fri 20 Nov"; with the time where that day is not complete."""
    if state.data_until is None:
        return "no data yet"
    text = weekday(state.data_until.date(), state.as_of.date())
    if state.last_day is not None and state.data_until.date() > state.last_day:
        text += f" {state.data_until:%H:%M}"
    return f"data until {text}"


def incomplete_words(state: DataState, period: Period | None) -> str:
    """Return what the period's data lacks, in a sentence; "" where it lacks nothing."""
    days = [day for day in state.incomplete if period is None or day.day in period]
    if not days:
        return ""
    newest = max(days, key=lambda day: (day.day, bool(day.touchpoints)))
    sources = sum(day.day == newest.day for day in days) - 1
    more = len({day.day for day in days}) - 1
    rest = (
        f"and {counted(sources, 'more file')}" if sources else "",
        f"and {counted(more, 'more day')}" if more else "",
    )
    return "; ".join(part for part in (newest.reason, *rest) if part)
