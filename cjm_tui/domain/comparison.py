"""What a period's values are held against: the frozen baseline, or the same value on other days."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cjm_tui.domain.kpi import Direction, Estimate
from cjm_tui.domain.period import Period

_YEAR = timedelta(days=364)  # 52 weeks: the weekdays are the same


class Comparison(StrEnum):
    """The three comparisons, in the words of `cjm journey --compare`."""

    BASELINE = "baseline"
    PREVIOUS = "previous"
    YEAR = "year"


def days_back(comparison: Comparison, period: Period) -> timedelta:
    """Return how far before the period the other days lie; nothing for the baseline."""
    match comparison:
        case Comparison.PREVIOUS:
            return timedelta(days=period.days)
        case Comparison.YEAR:
            return _YEAR
        case Comparison.BASELINE:
            return timedelta()


@dataclass(frozen=True, slots=True)
class Compared:
    """A value beside that of other days: by how much it differs, and how sure that is.

    Without a change `why` says why there is none. A sure change is one that chance alone makes in
    1 of 20 comparisons; it is no signal, and nothing is coloured for it.
    """

    first: date  # the other days
    last: date
    estimate: Estimate  # what they were
    change: float | None = None  # value − theirs, in the KPI's unit
    low: float | None = None  # 95 % interval of the change
    high: float | None = None
    why: str = ""

    @property
    def sure(self) -> bool:
        """Whether the interval of the change leaves out zero."""
        if self.low is None or self.high is None:
            return False
        return self.low > 0 or self.high < 0

    def word(self, direction: Direction) -> str:
        """Return "better", "worse", or that chance may have done it; "" without a change."""
        if self.change is None:
            return ""
        if not self.sure:
            return "may be chance"
        return "better" if (self.change > 0) is (direction is Direction.HIGHER) else "worse"
