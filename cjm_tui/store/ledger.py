"""The ledger of imports: every file that came, what became of it, and its refused rows."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from cjm_tui.domain.imports import FileStatus, ImportResult, QuarantinedRow
from cjm_tui.domain.text import stored
from cjm_tui.store.contacts import makes_contacts
from cjm_tui.store.plan import STAGING
from cjm_tui.store.session import Reader, Writer

REFUSED_ROWS_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: a file's result and what it rests on."""

    result: ImportResult
    mapping_hash: str
    timezone: str
    first_day: date | None
    last_day: date | None
    started_at: datetime
    columns: tuple[str, ...] = ()  # of the file, where it could be read
    delimiter: str = ""


def active_batch(
    reader: Reader, sha256: str, mapping: str, mapping_hash: str, timezone: str
) -> int | None:
    """Return the batch that loaded just this content by this mapping, unless it was undone."""
    found = reader.rows(
        """
        select max(batch) from import_batch
        where sha256 = ? and mapping = ? and mapping_hash = ? and timezone = ?
            and status = 'loaded' and undone_at is null
        """,
        [sha256, mapping, mapping_hash, timezone],
    )
    (batch,) = found[0]
    return None if batch is None else int(batch)


def next_batch(reader: Reader) -> int:
    """Return the number of the batch that is written next."""
    return int(reader.row("select coalesce(max(batch), 0) + 1 from import_batch")[0])


def is_expected(reader: Reader, mapping: str) -> bool:
    """Return whether files of this mapping are expected by a schedule."""
    return bool(reader.row("select exists (from expected_file where source = ?)", [mapping])[0])


def note_again(writer: Writer, batch: int) -> None:
    """Note that the batch's content has come once more."""
    writer.execute("update import_batch set seen_at = ? where batch = ?", [writer.now, batch])


def newest_batches(reader: Reader, limit: int) -> list[tuple[int, str, datetime]]:
    """Return number, file and time (UTC) of the last batches that may be undone, newest first."""
    return [
        (int(batch), str(file), at)
        for batch, file, at in reader.rows(
            "select batch, file, finished_at from import_batch"
            " where status = 'loaded' and undone_at is null order by batch desc limit ?",
            [limit],
        )
    ]


def write_entry(writer: Writer, batch: int, entry: Entry) -> None:
    """Add a file to the ledger; what was in quarantine of its refused attempts goes."""
    result = entry.result
    _drop_refused(writer, batch, result)
    own_contacts = result.status is FileStatus.LOADED and makes_contacts(writer, result.targets)
    targets = {table: count.as_json() for table, count in result.targets.items()}
    values = {
        "batch": batch,
        "file": stored(result.file),
        "sha256": result.sha256,
        "mapping": result.mapping,
        "mapping_hash": entry.mapping_hash,
        "timezone": entry.timezone,
        "status": str(result.status),
        "reason": stored(result.reason) or None,
        "read": result.read,
        "accepted": result.accepted,
        "ignored": result.ignored,
        "quarantined": result.quarantined,
        "targets": json.dumps(targets),
        "first_day": entry.first_day,
        "last_day": entry.last_day,
        "started_at": entry.started_at,
        "finished_at": writer.now,
        "who": writer.who,
        "makes_contacts": own_contacts,
        "header": stored(json.dumps(entry.columns, ensure_ascii=False)) if entry.columns else None,
        "delimiter": entry.delimiter or None,
    }
    names = ", ".join(f'"{name}"' for name in values)
    places = ", ".join("?" for _ in values)
    writer.execute(f"insert into import_batch ({names}) values ({places})", list(values.values()))


def _drop_refused(writer: Writer, batch: int, result: ImportResult) -> None:
    """Remove the refused rows of earlier attempts at the same content by the same mapping."""
    writer.execute(
        "delete from quarantine where batch in (select b.batch from import_batch as b"
        " where b.status = 'refused' and b.batch <> ? and b.sha256 <> ''"
        " and b.sha256 = ? and b.mapping = ?)",
        [batch, result.sha256, result.mapping],
    )


def keep_quarantine(writer: Writer, batch: int, file: str, *, limit: int | None = None) -> None:
    """Copy the attached staging file's refused rows; of a refused file only the first ones."""
    shortened = f"limit {int(limit)}" if limit is not None else ""
    writer.execute(
        f"""
        insert into quarantine (batch, file, line, column_name, reason, raw, cut, masks_stay,
            customer_key, corrects_batch, corrects_line)
        select $batch, $file, line, column_name, reason, raw, cut, masks_stay, customer_key,
            corrects_batch, corrects_line
        from {STAGING}.quarantine_row order by line {shortened}
        """,
        {"batch": batch, "file": stored(file)},
    )


def quarantined(
    reader: Reader, batch: int | None = None, *, resolved: bool = False
) -> tuple[QuarantinedRow, ...]:
    """Return the refused rows, of one batch or of all that were not undone, newest batch first.

    Those that came again with a later file are left out, unless `resolved` asks for them too.
    """
    rows = reader.rows(
        """
        select q.batch, q.file, q.line, q.column_name, q.reason, q.raw, q.resolved_by
        from quarantine as q join import_batch as b on q.batch = b.batch
        where case when $batch is null then b.undone_at is null else q.batch = $batch end
            and ($resolved or q.resolved_by is null)
        order by q.batch desc, q.line
        """,
        {"batch": batch, "resolved": resolved},
    )
    return tuple(
        QuarantinedRow(
            batch=int(number),
            file=str(file),
            line=None if line is None else int(line),
            column=str(column or ""),
            reason=str(reason),
            raw=str(raw),
            resolved_by=None if resolved_by is None else int(resolved_by),
        )
        for number, file, line, column, reason, raw, resolved_by in rows
    )
