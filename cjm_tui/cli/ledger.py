"""`cjm imports`: files expected and received, batches, refused files and the quarantine as text."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import click

from cjm_tui.cli.expect import expected_table, line_json, local_time
from cjm_tui.cli.journey import stamp_lines
from cjm_tui.cli.output import say, say_json, table_lines
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain import display
from cjm_tui.domain import imports_words as words
from cjm_tui.domain.imports_board import (
    Batches,
    BatchLine,
    BatchPage,
    FilesBoard,
    Quarantine,
    QuarantineRows,
    ledger_period,
)
from cjm_tui.services import imports_board as service

_BATCHES = 20


@click.command()
@click.option("--batch", type=int, help="Only this batch, with its days and refused rows.")
@click.option(
    "--limit", type=click.IntRange(1), default=_BATCHES, show_default=True, help="Batches at most."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@pass_session
def imports(session: Session, batch: int | None, limit: int, as_json: bool) -> None:
    """Print what came: expected files, batches with both equations, refused files, quarantine."""
    with session.database.read() as reader:
        if batch is not None:
            page = service.batch_page(reader, batch)
        else:
            files = service.files_board(reader)
            newest = service.batches(reader, most=limit)
            refused = service.batches(reader, refused_only=True, most=limit)
            quarantine = service.quarantine(reader)
    if batch is not None:
        if as_json:
            say_json(_page_json(page))
            return
        for text in _page_lines(page):
            say(text)
        return
    if as_json:
        say_json(_all_json(files, newest, refused, quarantine))
        return
    for text in _all_lines(files, newest, refused, quarantine):
        say(text)


def _all_lines(
    files: FilesBoard, newest: Batches, refused: Batches, quarantine: Quarantine
) -> Iterator[str]:
    yield from stamp_lines(files.state, ledger_period(files.state))
    yield ""
    yield "Files expected and received"
    yield from expected_table(files.lines, files.now) or [
        "none is expected: cjm expect add MAPPING --by 06:00 --why …"
    ]
    yield ""
    yield f"Batches{_cut(newest)}"
    for line in newest.lines:
        yield from _batch_lines(line, newest)
    if refused.lines:
        yield ""
        yield f"Refused files{_cut(refused)}"
        for line in refused.lines:
            yield from _batch_lines(line, refused)
    yield ""
    yield f"Quarantine: {display.counted(quarantine.total, 'row')}"
    if quarantine.reasons:
        rows = [
            (f"{r.n:,}", words.reason(r), r.newest_file.rpartition("/")[2], str(r.newest_batch))
            for r in quarantine.reasons
        ]
        yield from table_lines(("rows", "reason", "newest file", "batch"), rows, right=(0, 3))
        yield "the rows: cjm quarantine, or cjm imports --batch N"


def _cut(found: Batches) -> str:
    shown = len(found.lines)
    return f" (the newest {shown:,} of {found.total:,})" if shown < found.total else ""


def _batch_lines(line: BatchLine, found: Batches) -> Iterator[str]:
    days = words.days(line, found.now)
    head = f"{line.batch}  {line.file} · {words.came(line, found.now)}"
    yield head + (f" · {days}" if days else "")
    yield from (f"    {text}" for text in _outcome(line, found))


def _outcome(line: BatchLine, found: Batches | BatchPage) -> Iterator[str]:
    if line.refused:
        yield f"REFUSED: {line.reason}"
        return
    if undone := words.undone(line, found.now):
        yield undone
    yield words.records(line)
    yield words.rows(line.rows)


def _page_lines(page: BatchPage) -> Iterator[str]:
    line = page.line
    yield f"Batch {line.batch}: {line.file} · {words.came(line, page.now)}"
    yield from _outcome(line, page)
    for name, count in line.targets.items():
        yield f"  {name}: {words.rows(count)}"
    if page.days:
        yield ""
        yield f"Days touched: {display.counted(len(page.days), 'day')}"
        yield from (f"  {words.day_count(day, n, page.now)}" for day, n in page.days)
    if page.quarantine.total:
        yield ""
        yield from _quarantine_lines(page.quarantine)


def _quarantine_lines(found: QuarantineRows) -> Iterator[str]:
    cut = "" if len(found.rows) == found.total else f", the first {len(found.rows):,} shown"
    yield f"Quarantine: {display.counted(found.total, 'row')}{cut}"
    for row in found.rows:
        yield f"  {words.quarantined(row)}"
        yield f"    {row.raw}"


def _all_json(
    files: FilesBoard, newest: Batches, refused: Batches, quarantine: Quarantine
) -> dict[str, Any]:
    zone = ZoneInfo(files.state.timezone)
    return {
        "stale": files.state.stale,
        "incomplete": [
            {"day": day.day, "source": day.source, "reason": day.reason}
            for day in files.state.incomplete
        ],
        "files": [line_json(line, zone) for line in files.lines],
        "batches": [_batch_json(line, zone) for line in newest.lines],
        "refused": [_batch_json(line, zone) for line in refused.lines],
        "quarantine": [
            {
                "column": reason.column or None,
                "reason": reason.reason,
                "rows": reason.n,
                "files": reason.files,
                "newest_batch": reason.newest_batch,
            }
            for reason in quarantine.reasons
        ],
    }


def _page_json(page: BatchPage) -> dict[str, Any]:
    return {
        **_batch_json(page.line, ZoneInfo(page.state.timezone)),
        "days": {str(day): n for day, n in page.days},
        "quarantine": [
            {"line": row.line, "column": row.column or None, "reason": row.reason, "raw": row.raw}
            for row in page.quarantine.rows
        ],
    }


def _batch_json(line: BatchLine, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "batch": line.batch,
        "file": line.file,
        "mapping": line.mapping or None,
        "status": "refused" if line.refused else "loaded",
        "reason": line.reason or None,
        "read": line.read,
        "accepted": line.accepted,
        "ignored": line.ignored,
        "quarantined": line.quarantined,
        "targets": {name: count.as_json() for name, count in line.targets.items()},
        "first_day": line.first_day,
        "last_day": line.last_day,
        "at": local_time(line.at, zone),
        "who": line.who or None,
        "undone_at": local_time(line.undone_at, zone),
        "undone_by": line.undone_by or None,
    }
