"""Counts of calls as shares with their intervals."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cjm_tui.domain.ivr import UNRECORDED, Back, Change, Share
from cjm_tui.domain.kpi import Estimate
from cjm_tui.domain.statistics.intervals import quantile_of, two_proportions, wilson

ENOUGH = 30  # calls from which something is said to differ


@dataclass(frozen=True)
class EndRow:
    """A row of ivr_ends, or several together."""

    flow_version: str
    end_state: str
    calls: int = 0
    contained: int = 0
    kept_identified: int = 0
    kept_known: int = 0
    kept_back: int = 0
    kept_capped: int = 0
    kept_capped_back: int = 0
    with_id: int = 0
    known: int = 0
    back: int = 0
    capped: int = 0
    capped_back: int = 0
    auth_tried: int = 0
    auth_ok: int = 0
    offered: int = 0
    accepted: int = 0
    routed: int = 0
    misrouted: int = 0
    first_at: Any = None
    last_at: Any = None


_COUNTS = tuple(EndRow.__dataclass_fields__)[2:-2]


def sums(rows: Iterable[EndRow]) -> EndRow:
    """Return several rows as one."""
    listed = list(rows)
    return EndRow("", "", *(sum(getattr(row, name) for row in listed) for name in _COUNTS))


class Shares:
    """Makes shares with their intervals, none below the site's least n."""

    def __init__(self, minimum: int) -> None:
        self._minimum = minimum

    def __call__(self, part: int, whole: int) -> Share:
        """Return a part of a whole in percent."""
        if whole < max(1, self._minimum):
            return Share(part, Estimate(whole, None, None, None))
        low, high = wilson(part, whole)
        return Share(part, Estimate(whole, 100 * part / whole, 100 * low, 100 * high))

    def back(self, row: EndRow) -> Back:
        """Return whose customers were back."""
        return Back(self(row.back, row.known), self(row.capped_back, row.capped))

    def kept(self, row: EndRow) -> Back:
        """Return the same of contained calls."""
        return Back(
            self(row.kept_back, row.kept_known), self(row.kept_capped_back, row.kept_capped)
        )


def difference(one: Share, other: Share) -> Change | None:
    """Return one share less the other, where both have enough calls."""
    if one.estimate.value is None or other.estimate.value is None:
        return None
    found = two_proportions(other.part, other.estimate.n, one.part, one.estimate.n)
    sure = found.p < 0.05 and min(one.estimate.n, other.estimate.n) >= ENOUGH
    return Change(100 * found.difference, 100 * found.low, 100 * found.high, sure)


def recorded_of(rows: Iterable[EndRow]) -> list[EndRow]:
    """Return the rows of calls whose steps are recorded."""
    return [row for row in rows if row.end_state not in UNRECORDED]


def resolved_of(rows: Iterable[EndRow]) -> tuple[int, int]:
    """Return the calls that ended well and for good, and those of which it is known."""
    listed = recorded_of(rows)
    well = [row for row in listed if row.end_state in ("task_ok", "info_hangup")]
    return sum(row.known - row.back for row in well), sum(row.known for row in listed)


def middle_and_tail(ascending: list[float]) -> tuple[float | None, float | None]:
    """Return median and 90th percentile of ascending values, None without any."""
    if not ascending:
        return None, None
    return quantile_of(ascending, 0.5), quantile_of(ascending, 0.9)
