"""A report of the ACD that was read, beside our figures: what the reconciliation shows."""

from dataclasses import dataclass
from datetime import date, datetime

from cjm_tui.domain.journey import DataState
from cjm_tui.domain.reconciliation import MeasureResult, Place


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A file that brought days of the ACD's own report; `read_at` is local."""

    batch: int
    file: str
    read_at: datetime
    who: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line of the report that cannot be compared."""

    day: date
    place: Place
    reason: str


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The report beside ours."""

    state: DataState
    now: datetime
    report: ReadReport | None  # the newest of those compared; None: none was ever read
    threshold_s: int  # of our service level
    first_day: date | None = None
    last_day: date | None = None
    days: int = 0
    places: tuple[Place, ...] = ()
    results: tuple[MeasureResult, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    not_reported: tuple[tuple[Place, int], ...] = ()  # ours that the report does not name
