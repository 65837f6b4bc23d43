"""What was imported: files expected and received, batches, refused files, the quarantine."""

import json
from typing import Any

from cjm_tui.domain.imports import QuarantinedRow, TargetCount
from cjm_tui.domain.imports_board import (
    Batches,
    BatchLine,
    BatchPage,
    DeliveriesPage,
    FilesBoard,
    Quarantine,
    QuarantineReason,
    QuarantineRows,
    QuarantineRowsPage,
)
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import data_state
from cjm_tui.services.expected_files import SHOWN_DAYS, expected_lines, local_now
from cjm_tui.store import ledger
from cjm_tui.store.session import Reader

BATCHES = 500
ROWS = 500
DELIVERIES_DAYS = 60


def files_board(reader: Reader, days: int = SHOWN_DAYS) -> FilesBoard:
    """Return the expected files with what came of each in the last days."""
    return FilesBoard(data_state(reader), local_now(reader), days, expected_lines(reader, days))


def deliveries_page(reader: Reader, source: str, pattern: str | None) -> DeliveriesPage:
    """Return the deliveries of one expected file; raises UsageError where it is not expected."""
    lines = expected_lines(reader, DELIVERIES_DAYS)
    key = (source, pattern)
    found = [line for line in lines if (line.expected.source, line.expected.pattern) == key]
    if not found:
        raise UsageError(f"{pattern or source} is not expected any more.")
    return DeliveriesPage(data_state(reader), local_now(reader), found[0])


def batches(reader: Reader, *, refused_only: bool = False, most: int = BATCHES) -> Batches:
    """Return the newest batches; only the files that were refused, where wanted."""
    found = reader.query_records("import_batches", batch=None, refused_only=refused_only, most=most)
    total = found[0]["total"] if found else 0
    return Batches(data_state(reader), local_now(reader), tuple(map(_line, found)), total)


def batch_page(reader: Reader, number: int) -> BatchPage:
    """Return one batch; raises UsageError where there is none of that number."""
    found = reader.query_records("import_batches", batch=number, refused_only=False, most=1)
    if not found:
        newest = ", ".join(str(batch) for batch, *_ in ledger.newest_batches(reader, 5))
        raise UsageError(
            f"There is no batch {number}.",
            hint=f"The newest are {newest}." if newest else "Nothing has been imported.",
        )
    days = reader.query("import_batch_days", batch=number)
    return BatchPage(
        state=data_state(reader),
        now=local_now(reader),
        line=_line(found[0]),
        days=tuple((day, n) for day, n in days),
        quarantine=quarantine_rows(reader, batch=number),
    )


def quarantine(reader: Reader) -> Quarantine:
    """Return why rows are in quarantine, the most frequent reason first."""
    reasons = tuple(QuarantineReason(*row) for row in reader.query("quarantine_reasons"))
    return Quarantine(data_state(reader), local_now(reader), reasons)


def quarantine_rows(
    reader: Reader,
    *,
    batch: int | None = None,
    column: str | None = None,
    reason: str | None = None,
    most: int = ROWS,
) -> QuarantineRows:
    """Return the first refused rows of a batch, or of a reason as `quarantine` names it."""
    found = reader.query(
        "quarantine_rows", batch=batch, column_name=column, reason=reason, most=most
    )
    rows = tuple(QuarantinedRow(*row[:6]) for row in found)
    return QuarantineRows(rows, found[0][6] if found else 0)


def quarantine_rows_page(reader: Reader, column: str, reason: str) -> QuarantineRowsPage:
    """Return the rows that were refused for one reason, with the state of the data."""
    rows = quarantine_rows(reader, column=column, reason=reason)
    return QuarantineRowsPage(data_state(reader), rows)


def _line(record: dict[str, Any]) -> BatchLine:
    targets = json.loads(record["targets"])
    return BatchLine(
        batch=record["batch"],
        file=record["file"],
        mapping=record["mapping"],
        refused=record["status"] == "refused",
        reason=record["reason"],
        read=record["read"] or 0,
        accepted=record["accepted"],
        ignored=record["ignored"],
        quarantined=record["quarantined"],
        targets={name: TargetCount(**counts) for name, counts in targets.items()},
        first_day=record["first_day"],
        last_day=record["last_day"],
        at=record["finished_at"],
        who=record["who"],
        undone_at=record["undone_at"],
        undone_by=record["undone_by"],
    )
