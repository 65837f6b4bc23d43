"""Periods: `1d`, `7d`, `28d`, `all`, a day or `A..B`, ending at the last complete day at most."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from cjm_tui.errors import UsageError

_DAYS = re.compile(r"(\d{1,4})d\Z")
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?\Z")


@dataclass(frozen=True, slots=True)
class Period:
    """Whole local days, both ends included."""

    first: date
    last: date
    name: str

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def parse_period(text: str, first_day: date, last_day: date) -> Period:
    """Return the period that `text` names for data of `first_day` to `last_day` (both complete).

    A range ends at `last_day` at the latest: later days are not complete, or not known yet.
    Raises UsageError where the text is none of `7d`, `28d`, `all`, a day, `A..B`, or lies after it.
    """
    cleaned = text.strip().lower()
    if cleaned == "all":
        return Period(first_day, last_day, "all")
    if (match := _DAYS.match(cleaned)) and int(match[1]) > 0:
        return Period(last_day - timedelta(days=int(match[1]) - 1), last_day, cleaned)
    if match := _RANGE.match(cleaned):
        try:
            first = date.fromisoformat(match[1])
            last = date.fromisoformat(match[2]) if match[2] else first
        except ValueError as error:
            raise UsageError(f"{text!r} names a day that is none.") from error
        if last_day < first <= last:
            raise UsageError(
                f"{cleaned} lies after {last_day}, the last complete day of the data.",
                hint="Periods end there; `all` shows everything.",
            )
        if first <= last:
            last = min(last, last_day)
            return Period(first, last, f"{first}..{last}")
    raise UsageError(
        f"{text!r} is not a period.",
        hint="Write 7d, 28d, all, or two days as 2026-11-01..2026-11-20.",
    )


def stepped(period: Period, steps: int, first_day: date, last_day: date) -> str:
    """Return the text of the period so many of its own lengths later, earlier where negative.

    One that ends with the data is said in days; one beyond the data of `first_day` to `last_day`
    is not gone to: the period's own name comes back.
    """
    shift = timedelta(days=period.days * steps)
    first, last = period.first + shift, period.last + shift
    if last < first_day or (steps > 0 and period.last >= last_day):
        return period.name
    return f"{period.days}d" if last >= last_day else f"{first}..{last}"
