"""Batches and refused rows as one reads them aloud: screens and their plain-text twins alike."""

from datetime import date, datetime

from cjm_tui.domain import display
from cjm_tui.domain.imports import QuarantinedRow, RunningImport, TargetCount
from cjm_tui.domain.imports_board import BatchLine, QuarantineReason


def records(line: BatchLine) -> str:
    """Return the first equation: "207 read = 202 accepted + 0 ignored + 5 quarantined"."""
    return (
        f"{line.read:,} read = {line.accepted:,} accepted + {line.ignored:,} ignored"
        f" + {line.quarantined:,} quarantined"
    )


def rows(count: TargetCount) -> str:
    """Return the second equation: "250 produced = 240 inserted + 0 updated + 10 unchanged"."""
    return (
        f"{count.produced:,} produced = {count.inserted:,} inserted"
        f" + {count.updated:,} updated + {count.unchanged:,} unchanged"
    )


def came(line: BatchLine, now: datetime) -> str:
    """Return when it came, by whom, read by what."""
    read = f" · read by {line.mapping}" if line.mapping else ""
    return f"{read_at(line.at, line.who, now)}{read}"


def read_at(at: datetime, who: str, now: datetime) -> str:
    """Return when something was read, and by whom."""
    return f"{display.moment(at, now)} by {who}" if who else display.moment(at, now)


def undone(line: BatchLine, now: datetime) -> str:
    """Return that it was taken back, "" where it was not."""
    if line.undone_at is None:
        return ""
    by = f" by {line.undone_by}" if line.undone_by else ""
    return f"UNDONE {display.moment(line.undone_at, now)}{by}"


def days(line: BatchLine, now: datetime) -> str:
    """Return the days that its rows are of."""
    if line.first_day is None or line.last_day is None:
        return ""
    if line.first_day == line.last_day:
        return display.weekday(line.last_day, now.date())
    near = line.last_day
    first, last = display.short_day(line.first_day, near), display.short_day(near, now.date())
    return f"{first} – {last}"


def day_count(day: date, n: int, now: datetime) -> str:
    """Return how many rows are of a day."""
    return f"{display.weekday(day, now.date())} {n:,}"


def reason(found: QuarantineReason) -> str:
    """Return why rows were refused: "wait_s: is negative"."""
    return f"{found.column}: {found.reason}" if found.column else found.reason


def quarantined(row: QuarantinedRow) -> str:
    """Return where a refused row stands, and why."""
    at = f" line {row.line:,}" if row.line is not None else ""
    column = f"{row.column}: " if row.column else ""
    return f"{row.file.rpartition('/')[2]}{at}: {column}{row.reason}"


def running(found: RunningImport) -> str:
    """Return how far a running import is, without the picture of it."""
    files = f"{found.place:,} of {found.files:,} · " if found.files > 1 else ""
    return f"{files}{found.step} {found.file}"
