"""What the imports screen and `cjm imports` show: files, batches, refused rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cjm_tui.domain.expected_files import ExpectedLine
from cjm_tui.domain.imports import QuarantinedRow, TargetCount
from cjm_tui.domain.journey import DataState
from cjm_tui.domain.period import Period

_DAYS = 14  # of which the ledger's title says what they lack, as the strips of the files do


def ledger_period(state: DataState) -> Period:
    """Return the days of which the imports say what is lacking."""
    last = state.as_of.date()
    return Period(last - timedelta(days=_DAYS - 1), last, f"{_DAYS}d")


@dataclass(frozen=True, slots=True)
class FilesBoard:
    """The files that are expected, and what came of each."""

    state: DataState
    now: datetime  # the site's local time
    days: int  # that are looked back
    lines: tuple[ExpectedLine, ...]


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One file that came, as the ledger has it; times are local."""

    batch: int
    file: str
    mapping: str
    refused: bool
    reason: str
    read: int
    accepted: int
    ignored: int
    quarantined: int
    targets: Mapping[str, TargetCount]
    first_day: date | None
    last_day: date | None
    at: datetime
    who: str
    undone_at: datetime | None
    undone_by: str

    @property
    def name(self) -> str:
        """The file's own name, without its folder."""
        return self.file.rpartition("/")[2]

    @property
    def rows(self) -> TargetCount:
        """What it made for all tables together."""
        counts = self.targets.values()
        return TargetCount(
            produced=sum(count.produced for count in counts),
            inserted=sum(count.inserted for count in counts),
            updated=sum(count.updated for count in counts),
            unchanged=sum(count.unchanged for count in counts),
            kept=sum(count.kept for count in counts),
        )


@dataclass(frozen=True, slots=True)
class Batches:
    """The newest batches, and how many there are."""

    state: DataState
    now: datetime
    lines: tuple[BatchLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class QuarantineReason:
    """Rows that were refused for one reason."""

    column: str
    reason: str
    n: int
    files: int
    newest_batch: int
    newest_file: str
    newest_at: datetime


@dataclass(frozen=True, slots=True)
class Quarantine:
    """All that is in quarantine, by reason."""

    state: DataState
    now: datetime
    reasons: tuple[QuarantineReason, ...]

    @property
    def total(self) -> int:
        """How many rows it holds."""
        return sum(reason.n for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class QuarantineRows:
    """The first refused rows of a batch or of a reason, and how many there are."""

    rows: tuple[QuarantinedRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class DeliveriesPage:
    """One expected file opened."""

    state: DataState
    now: datetime
    line: ExpectedLine


@dataclass(frozen=True, slots=True)
class QuarantineRowsPage:
    """The rows that were refused for one reason."""

    state: DataState
    rows: QuarantineRows


@dataclass(frozen=True, slots=True)
class BatchPage:
    """One batch opened."""

    state: DataState
    now: datetime
    line: BatchLine
    days: tuple[tuple[date, int], ...]  # rows of each local day, of the table with most of them
    quarantine: QuarantineRows
