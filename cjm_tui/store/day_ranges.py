"""Local days as half-open ranges that one query each computes."""

from collections.abc import Iterator
from datetime import date, timedelta

Ranges = tuple[tuple[date, date], ...]  # half-open

_DAY = timedelta(days=1)
_MONTH = timedelta(days=31)
_NEARBY = timedelta(days=3)  # ranges of days that lie closer are computed as one
_STRETCH = timedelta(days=92)  # at most so many days at once, which bounds the memory


def ranges(days: list[date]) -> Iterator[tuple[date, date]]:
    """Join days in order into half-open ranges, over gaps that cost less than another query."""
    start: date | None = None
    for position, day in enumerate(days):
        start = start or day
        following = days[position + 1] if position + 1 < len(days) else None
        if following is None or following - day > _NEARBY:
            yield from stretches(start, day + _DAY)
            start = None


def month_ranges(months: list[date]) -> Ranges:
    """Join months, given by their first days in order, into half-open ranges of their days.

    A date that somebody mistyped by decades then costs one month, and not all months between.
    """
    found: list[tuple[date, date]] = []
    for start in months:
        end = (start + _MONTH).replace(day=1)
        follows = bool(found) and found[-1][1] == start
        found.append((found.pop()[0] if follows else start, end))
    return tuple(part for start, end in found for part in stretches(start, end))


def stretches(first: date, end: date) -> Iterator[tuple[date, date]]:
    """Cut a half-open range into stretches that fit into memory."""
    while first < end:
        stop = min(first + _STRETCH, end)
        yield first, stop
        first = stop
