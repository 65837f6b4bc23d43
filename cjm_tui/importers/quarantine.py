"""Refused records as they are kept: line, column, reason and raw text, personal cells masked."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from cjm_tui.domain.text import masked, stored
from cjm_tui.importers.header import Header
from cjm_tui.importers.raw import RawRead, line_numbers
from cjm_tui.importers.rejects import RAW_SHOWN, Reject
from cjm_tui.importers.rules import Refusal
from cjm_tui.store.staging import Staging

MASK = "[masked]"
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


def write_quarantine(
    staging: Staging, header: Header, raw: RawRead, refused: Sequence[Refusal]
) -> int:
    """Fill `quarantine_row` with the reader's rejects and the refused records; return how many."""
    staging.execute(
        "create table quarantine_row"
        " (line bigint, column_name varchar, reason varchar, raw varchar)"
    )
    rows = _rejected(header, raw.malformed)
    if refused:
        lines = line_numbers(raw, [refusal.record for refusal in refused])
        rows = _chained(rows, _refused(staging, header, refused, lines))
    count = 0
    while batch := list(islice(rows, _BATCH)):
        count += len(batch)
        staging.execute(
            "insert into quarantine_row select unnest($lines), unnest($columns),"
            " unnest($reasons), unnest($raws)",
            {
                "lines": [row.line for row in batch],
                "columns": [row.column for row in batch],
                "reasons": [row.reason for row in batch],
                "raws": [row.raw for row in batch],
            },
        )
    return count


def _chained(first: Iterator[KeptRow], second: Iterator[KeptRow]) -> Iterator[KeptRow]:
    yield from first
    yield from second


def _rejected(header: Header, rejects: Iterable[Reject]) -> Iterator[KeptRow]:
    for reject in rejects:
        cells = reject.raw.rstrip("\n").split(header.dialect.delimiter)
        text = header.dialect.delimiter.join(_masked_cells(header, cells))
        yield _kept(reject.line, reject.column, reject.reason, text)


def _refused(
    staging: Staging, header: Header, refused: Sequence[Refusal], lines: dict[int, int]
) -> Iterator[KeptRow]:
    why: dict[int, Refusal] = {}
    for refusal in refused:
        why.setdefault(refusal.record, refusal)
    numbers = iter(sorted(why))
    while batch := list(islice(numbers, _BATCH)):
        found = staging.rows(
            "select rowid, * from raw where rowid in (select unnest($records)) order by rowid",
            {"records": batch},
        )
        for record, *cells in found:
            refusal = why[int(record)]
            texts = ["" if cell is None else str(cell) for cell in cells]
            if header.dialect.format == "json" and (no_object := texts.pop()):
                yield _kept(lines[int(record)], "", refusal.reason, masked(no_object))
                continue
            shown = _masked_cells(header, texts)
            if header.dialect.ragged:  # cells that the record left out
                shown = shown[: max(at for at, text in enumerate([" ", *texts]) if text)]
            text = _joined(shown, header.dialect.delimiter)
            yield _kept(lines[int(record)], refusal.column, refusal.reason, text)


def _kept(line: int, column: str, reason: str, text: str) -> KeptRow:
    return KeptRow(line, stored(column), stored(reason)[:RAW_SHOWN], stored(text)[:RAW_SHOWN])


def _masked_cells(header: Header, cells: list[str]) -> list[str]:
    """Mask the personal columns, wherever they may be in a record with cells missing or too many.

    In such a record, what is plainly a time or a word without digits stays, to be told by. Where
    cells may be left out at the end only, the others stand where they belong.
    """
    ragged = header.dialect.ragged
    shift = 0 if ragged else len(cells) - len(header.cells)
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
    csv.writer(out, delimiter=delimiter, lineterminator="").writerow(cells)
    return out.getvalue()
