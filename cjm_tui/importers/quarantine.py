"""Refused records as they are kept: line, column, reason and raw text, personal cells masked.

Beside each record it is kept whether a correction may leave its masked cells as they are, and with
them its customer (importers.masks).
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from cjm_tui.domain.text import masked, stored
from cjm_tui.importers.canonical import Frame
from cjm_tui.importers.corrections import Before, records_before
from cjm_tui.importers.header import Header
from cjm_tui.importers.masks import Behind, Masked, behind_masks
from cjm_tui.importers.raw import RawRead, line_numbers
from cjm_tui.importers.rejects import RAW_SHOWN, Reject
from cjm_tui.importers.rules import Refusal
from cjm_tui.importers.sheet import MASK, MORE
from cjm_tui.store.corrections import ALL
from cjm_tui.store.staging import Staging

_BATCH = 10_000
_WORD = re.compile(r"[^\W\d_]{2}")
_DIGIT = re.compile(r"\d")
_PHONE = re.compile(r"\+[\d ()./-]{6,}\Z")
_TIME = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ]|\Z)|\d{1,2}:\d{2}")


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One refused record."""

    line: int
    column: str
    reason: str
    raw: str
    cut: bool
    masks_stay: str = ""
    customer_key: str | None = None
    corrects_batch: int | None = None  # of a record of a sheet: where it came from first
    corrects_line: int | None = None


def write_quarantine(
    staging: Staging, header: Header, frame: Frame, raw: RawRead, refused: Sequence[Refusal]
) -> None:
    """Fill `quarantine_row` with the reader's rejects and the refused records.

    Nothing may be asked of the view `source` afterwards.
    """
    staging.execute(
        "create table quarantine_row (line bigint, column_name varchar, reason varchar,"
        " raw varchar, cut boolean, masks_stay varchar, customer_key varchar,"
        " corrects_batch bigint, corrects_line bigint)"
    )
    rows: Iterator[KeptRow] = iter(_rejected(header, raw.malformed))
    if refused:
        lines = line_numbers(raw, [refusal.record for refusal in refused])
        rows = chain(rows, _refused(staging, header, frame, refused, lines))
    while batch := list(islice(rows, _BATCH)):
        staging.execute(
            "insert into quarantine_row select unnest($lines), unnest($columns),"
            " unnest($reasons), unnest($raws), unnest($cuts), unnest($stays), unnest($keys),"
            " unnest($first_batches), unnest($first_lines)",
            {
                "lines": [row.line for row in batch],
                "columns": [row.column for row in batch],
                "reasons": [row.reason for row in batch],
                "raws": [row.raw for row in batch],
                "cuts": [row.cut for row in batch],
                "stays": [row.masks_stay for row in batch],
                "keys": [row.customer_key for row in batch],
                "first_batches": [row.corrects_batch for row in batch],
                "first_lines": [row.corrects_line for row in batch],
            },
        )


def _rejected(header: Header, rejects: Iterable[Reject]) -> Iterator[KeptRow]:
    for reject in rejects:
        cells = reject.raw.rstrip("\n").split(header.dialect.delimiter)
        text = header.dialect.delimiter.join(_masked_cells(header, cells))
        yield _kept(reject.line, reject.column, reject.reason, text)


def _refused(
    staging: Staging,
    header: Header,
    frame: Frame,
    refused: Sequence[Refusal],
    lines: dict[int, int],
) -> Iterator[KeptRow]:
    why: dict[int, Refusal] = {}
    for refusal in refused:
        why.setdefault(refusal.record, refusal)
    numbers = iter(sorted(why))
    before = records_before(staging) if header.correction else {}
    while batch := list(islice(numbers, _BATCH)):
        found = staging.rows(
            "select rowid, * from raw where rowid in (select unnest($records)) order by rowid",
            {"records": batch},
        )
        texts = {int(row): ["" if c is None else str(c) for c in cells] for row, *cells in found}
        if header.dialect.format == "json":
            yield from _no_objects(texts, why, lines)
        kept = {record: _masked_cells(header, cells) for record, cells in texts.items()}
        behind = _behind(staging, header, frame, why, texts, kept, before)
        for record, cells in kept.items():
            refusal = why[record]
            text = _joined(_own_cells(header, cells), header.dialect.delimiter)
            row = _kept(lines[record], refusal.column, refusal.reason, text)
            if record in behind:
                stays, customer = behind[record].stays, behind[record].customer
                row = replace(row, masks_stay=stays, customer_key=customer)
            if first := before.get(record):
                row = replace(row, corrects_batch=first.first_batch, corrects_line=first.first_line)
            yield row


def _no_objects(
    texts: dict[int, list[str]], why: dict[int, Refusal], lines: dict[int, int]
) -> Iterator[KeptRow]:
    """Take what is no JSON object out of the records, and the cell for it off the others."""
    for record, cells in list(texts.items()):
        if no_object := cells.pop():
            del texts[record]
            yield _kept(lines[record], "", why[record].reason, masked(no_object))


def _own_cells(header: Header, cells: list[str]) -> list[str]:
    """Return the cells of the file's own columns, and what a sheet says has no column."""
    if header.correction:
        own = header.correction.own
        more = cells[own[MORE]] if MORE in own else ""
        kept = [cell for at, cell in enumerate(cells) if at not in own.values()]
        return [*kept, more] if more.strip() else kept
    if header.dialect.ragged:  # cells that the record left out
        return cells[: max(at for at, text in enumerate([" ", *cells]) if text)]
    return cells


def _behind(
    staging: Staging,
    header: Header,
    frame: Frame,
    why: dict[int, Refusal],
    texts: dict[int, list[str]],
    kept: dict[int, list[str]],
    before: dict[int, Before],
) -> dict[int, Behind]:
    """Return the records of which a correction may leave masked cells, with the customer's key."""
    behind: dict[int, Behind] = {}
    unknown: dict[int, Masked] = {}
    for record, cells in texts.items():
        pairs = enumerate(zip(cells, kept[record], strict=True))
        changed = {at: after for at, (text, after) in pairs if text != after}
        known = before.get(record)
        if known and known.masks:  # a sheet left its masks: they stand for what they stood for
            if not changed:
                behind[record] = Behind(known.stays, known.customer)
        elif changed:
            unknown[record] = Masked(why[record].column, changed)
        else:
            behind[record] = Behind(ALL, None)
    return behind | (behind_masks(staging, header, frame, unknown) if unknown else {})


def _kept(line: int, column: str, reason: str, text: str) -> KeptRow:
    cut = len(text) > RAW_SHOWN
    return KeptRow(line, stored(column), stored(reason)[:RAW_SHOWN], stored(text)[:RAW_SHOWN], cut)


def _masked_cells(header: Header, cells: list[str]) -> list[str]:
    """Mask the personal columns, wherever they may be in a record with cells missing or too many.

    In such a record, what is plainly a time or a word without digits stays, to be told by. Where
    cells may be left out at the end only, the others stand where they belong.
    """
    ragged = header.dialect.ragged
    width = len(header.cells) - (header.dialect.format == "json")
    shift = 0 if ragged else len(cells) - width
    personal = set(range(len(header.cells), len(cells))) if ragged else set()
    for column in header.mapping.personal:
        at = header.positions.get(column)
        if at is not None:
            personal |= set(range(at + min(0, shift), at + max(0, shift) + 1))
    return [
        MASK if at in personal and _may_be_a_person(cell, sure=shift == 0) else _masked_cell(cell)
        for at, cell in enumerate(cells)
    ]


def _may_be_a_person(cell: str, *, sure: bool) -> bool:
    text = cell.strip()
    if sure or not text:
        return bool(text)
    return "@" in text or (_DIGIT.search(text) is not None and _TIME.match(text) is None)


def _masked_cell(cell: str) -> str:
    if "@" in cell or (" " in cell.strip() and _WORD.search(cell)):
        return masked(cell)  # free text, in which numbers may be people's
    text = cell.strip()
    return masked(cell) if _PHONE.match(text) and not _TIME.match(text) else cell


def _joined(cells: list[str], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return out.getvalue()[:-1]
