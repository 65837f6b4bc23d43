"""Actions on a trend: a letter on the day that one was started, went live or was closed."""

from collections.abc import Iterator
from datetime import date

from cjm_tui.domain import display
from cjm_tui.domain.kpi import Chart, ChartPoint
from cjm_tui.domain.touchpoint import ActionLine
from cjm_tui.widgets.picture import clip

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SEVERAL = "*"


def action_marks(
    chart: Chart, points: tuple[ChartPoint, ...], actions: tuple[ActionLine, ...]
) -> list[str]:
    """Return the sign below each point: the letter of an action, "*" for several, or a blank."""
    marks = [" "] * len(points)
    for letter, _, days in _lettered(chart, points, actions):
        for _, day in days:
            place = _place(chart, points, day)
            if place is not None:
                marks[place] = letter if marks[place] in (" ", letter) else _SEVERAL
    return marks


def action_legend(
    chart: Chart, points: tuple[ChartPoint, ...], actions: tuple[ActionLine, ...]
) -> str:
    """Return what the letters stand for: "a Offer a call back: started 2 Feb, live 2 Mar"."""
    newest = points[-1].day if points else None
    said = []
    for letter, action, days in _lettered(chart, points, actions):
        when = ", ".join(f"{what} {display.short_day(day, newest)}" for what, day in days)
        said.append(f"{letter} {clip(action.title, 60)}: {when}")
    return " · ".join(said)


def _lettered(
    chart: Chart, points: tuple[ChartPoint, ...], actions: tuple[ActionLine, ...]
) -> Iterator[tuple[str, ActionLine, list[tuple[str, date]]]]:
    """Yield each action of which a day is in sight, with its letter and the days it has."""
    seen = []
    for action in actions:
        dates = (
            ("started", action.started_at),
            ("live", action.live_at),
            ("closed", action.closed_at),
        )
        days = [(what, day) for what, day in dates if day is not None]
        if any(_place(chart, points, day) is not None for _, day in days):
            seen.append((action, days))
    for letter, (action, days) in zip(_LETTERS, seen, strict=False):
        yield letter, action, days


def _place(chart: Chart, points: tuple[ChartPoint, ...], day: date) -> int | None:
    """Return the point that a day belongs to; of a day without rows the one before it."""
    last = None
    for place, point in enumerate(points):
        if point.day <= day:
            last = place
    if last is None:
        return None
    reach = 7 if chart.weekly else 4  # days: a long weekend without rows
    return last if (day - points[last].day).days < reach else None
