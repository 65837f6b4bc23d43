"""What an import did: per file the two equations, what was refused, and what an undo took back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from cjm_tui.errors import ExitCode

# Called as progress(step, done, total); total is None where it is not known.
Progress = Callable[[str, int, int | None], None]


class FileStatus(StrEnum):
    """What became of a file, in the words of `cjm import --json`."""

    LOADED = "loaded"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    BUSY = "busy"  # nothing of it is in: the database stayed busy, as for the files after it


@dataclass(frozen=True, slots=True)
class TargetCount:
    """Rows that a file made for one table, as if they had been applied one after another."""

    produced: int = 0
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0  # of the unchanged: the file says otherwise, but people have edited it

    @property
    def balanced(self) -> bool:
        """Whether produced = inserted + updated + unchanged."""
        return self.produced == self.inserted + self.updated + self.unchanged

    def as_json(self) -> dict[str, int]:
        """Return the fields as `cjm import --json` prints them."""
        return {
            "produced": self.produced,
            "inserted": self.inserted,
            "updated": self.updated,
            "unchanged": self.unchanged,
            **({"kept": self.kept} if self.kept else {}),
        }


@dataclass(frozen=True, slots=True)
class ImportResult:
    """One file's import; `batch` is the one that loaded the file, or noted its refusal."""

    file: str
    sha256: str
    mapping: str
    batch: int | None
    status: FileStatus
    reason: str = ""
    read: int = 0
    accepted: int = 0
    ignored: int = 0
    quarantined: int = 0
    seconds: float = 0.0
    targets: dict[str, TargetCount] = field(default_factory=dict)
    dry_run: bool = False

    @property
    def balanced(self) -> bool:
        """Whether read = accepted + ignored + quarantined, and each target's equation holds."""
        records = self.read == self.accepted + self.ignored + self.quarantined
        return records and all(count.balanced for count in self.targets.values())

    def as_json(self) -> dict[str, Any]:
        """Return the object that `cjm import --json` prints for this file."""
        return {
            "file": self.file,
            "sha256": self.sha256 or None,
            "mapping": self.mapping or None,
            "batch": self.batch,
            "status": str(self.status),
            "reason": self.reason or None,
            "read": self.read,
            "accepted": self.accepted,
            "ignored": self.ignored,
            "quarantined": self.quarantined,
            "seconds": round(self.seconds, 3),
            "targets": {table: count.as_json() for table, count in self.targets.items()},
        }


@dataclass(frozen=True, slots=True)
class RunningImport:
    """How far an import is that any session may see."""

    pid: int
    who: str
    started_at: datetime  # UTC
    file: str
    place: int  # of the file among all, from 1
    files: int
    step: str  # "reading", "checking", "comparing", "writing"
    share: float  # of the whole import that is done, 0 to 1: about


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the command line may say about an import."""

    mapping: str | None = None  # force this one
    timezone: str | None = None  # instead of the mapping's own
    allow_bad: float | None = None  # percent of bad rows, instead of the site's setting
    dry_run: bool = False
    over_edits: bool = False  # take the file's word also where people have edited what it says


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A record that was refused: where it stands, why, and what it says (personal cells masked)."""

    batch: int
    file: str
    line: int | None
    column: str
    reason: str
    raw: str
    resolved_by: int | None = None  # the batch in which it came again

    def as_json(self) -> dict[str, Any]:
        """Return the object that `cjm quarantine --json` prints for this row."""
        return {
            "batch": self.batch,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "reason": self.reason,
            "raw": self.raw,
            "resolved_by": self.resolved_by,
        }


@dataclass(frozen=True, slots=True)
class MappingLine:
    """A mapping as `cjm mappings` lists it."""

    name: str
    title: str
    pattern: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    targets: tuple[str, ...]
    timezone: str
    shipped: bool

    @property
    def origin(self) -> str:
        """Where it comes from, in words."""
        return "cjm" if self.shipped else "your folder"


@dataclass(frozen=True, slots=True)
class UndoCount:
    """What an undo did to one table."""

    removed: int = 0
    restored: int = 0
    left: tuple[str, ...] = ()  # keys of rows that others changed or brought, at most LEFT_SHOWN
    left_total: int = 0


LEFT_SHOWN = 100


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What `cjm import --undo` took back of a batch."""

    batch: int
    file: str
    targets: dict[str, UndoCount]


def import_exit_code(results: Iterable[ImportResult]) -> ExitCode:
    """Return 5 where the database stayed busy, else 4 for a refused file, 3 for rows, or 0."""
    listed = tuple(results)
    if any(result.status is FileStatus.BUSY for result in listed):
        return ExitCode.BUSY
    if any(result.status is FileStatus.REFUSED for result in listed):
        return ExitCode.REFUSED
    if any(result.quarantined for result in listed):
        return ExitCode.QUARANTINED
    return ExitCode.OK
