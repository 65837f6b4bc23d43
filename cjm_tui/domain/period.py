"""Periods: `7d`, `28d`, `all` or `A..B`, always ending at the last complete day of the data."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from cjm_tui.errors import UsageError

_DAYS = re.compile(r"(\d{1,4})d\Z")
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})\Z")


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
    Raises UsageError where the text is none of `7d`, `28d`, `all`, `A..B`, or begins after it.
    """
    cleaned = text.strip().lower()
    if cleaned == "all":
        return Period(first_day, last_day, "all")
    if (match := _DAYS.match(cleaned)) and int(match[1]) > 0:
        return Period(last_day - timedelta(days=int(match[1]) - 1), last_day, cleaned)
    if match := _RANGE.match(cleaned):
        try:
            first, last = date.fromisoformat(match[1]), date.fromisoformat(match[2])
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
