"""Whether a file brings a record again that was refused before, corrected where it came from.

Only a file of the same name, read by the same mapping, can: by the record's line and by what it
says. The mapping's required columns must agree, but for the one at fault; where there are too few
of them to go by, only one cell may differ. Of a record that could not be cut into cells, what is
left of each must come again in its order. In doubt the record stays open.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cjm_tui.importers.content import Content
from cjm_tui.importers.header import Header
from cjm_tui.importers.sheet import MARKS, cells_of
from cjm_tui.store.corrections import Origin, RefusedRecord
from cjm_tui.store.staging import Staging

_LINES_LOOKED_AT = 100  # of one record
_ENOUGH = 2  # required cells that agree
_ENOUGH_LETTERS = 8  # of a record that could not be cut
Refused = Mapping[Origin, Sequence[RefusedRecord]]  # by how their files were read

_MARK = re.compile("|".join(re.escape(mark) for mark in MARKS))
_SILENT = re.compile(r"[\W_]+")


def note_came_again(staging: Staging, content: Content, header: Header, earlier: Refused) -> None:
    """Fill `came_again` with the refused records that the staged file brings again."""
    staging.execute("create table came_again (batch bigint, line bigint)")
    if header.correction:
        staging.execute(
            "insert into came_again"
            " select distinct batch, line from correction where batch is not null"
        )
    elif earlier:
        refused = dict(staging.rows("select line, raw from quarantine_row"))
        found = came_again(content, header, earlier, refused)
        if found:
            batches, lines = zip(*found, strict=True)
            staging.execute(
                "insert into came_again select unnest($batches), unnest($lines)",
                {"batches": list(batches), "lines": list(lines)},
            )


def came_again(
    content: Content, header: Header, earlier: Refused, refused: Mapping[int, str]
) -> list[tuple[int, int]]:
    """Return batch and line of the earlier records that the file brings again.

    `refused` are the records that are refused this time too, by line, as they are kept: one that
    says the same as before has come again as well.
    """
    wanted = {record.first_line for records in earlier.values() for record in records}
    found = dict(_records_at(content, header, wanted - refused.keys()))
    again = []
    for origin, records in earlier.items():
        for record in records:
            if record.first_line in refused:
                same = refused[record.first_line] == record.raw
            else:
                cells = found.get(record.first_line)
                same = cells is not None and is_same(record, origin, header, cells)
            if same:
                again.append((record.batch, record.line))
    return again


def is_same(record: RefusedRecord, origin: Origin, header: Header, cells: Sequence[str]) -> bool:
    """Whether the cells of a file's record are those of a refused one, corrected."""
    before = cells_of(record.raw, origin)
    if len(before) != len(origin.cells) and not record.cut:
        return _mended(before, cells)
    if record.cut:
        before = before[:-1]
    was = dict(zip(origin.cells, before, strict=False))
    now = dict(zip(header.cells, cells, strict=False))
    both = [name for name in was if name in now]
    differing = {name for name in both if not _agree(was[name], now[name])}
    required = {
        header.cells[at] for c, at in header.positions.items() if c in header.mapping.required
    }
    fault = header.positions.get(record.column)
    at_fault = {header.cells[fault]} if fault is not None else set()
    agreeing = {name for name in both if name not in differing and was[name].strip()}
    if not differing & (required - at_fault) and len(agreeing & required) >= _ENOUGH:
        return True
    return len(differing) <= 1 and bool(agreeing) and not record.cut


def _agree(kept: str, cell: str) -> bool:
    """Whether a cell is the one that was kept, of which parts may be masked."""
    return _made_of(_MARK.split(kept.strip()), cell.strip())


def _made_of(parts: Sequence[str], text: str) -> bool:
    """Whether the text is the parts in their order, with anything between them.

    Not by a pattern: one with many gaps takes for ever on a text that does not match.
    """
    first, *rest = parts
    if not rest:
        return text == first
    *middle, last = rest
    at, end = len(first), len(text) - len(last)
    if not text.startswith(first) or not text.endswith(last):
        return False
    for part in middle:
        found = text.find(part, at, max(at, end))
        if found < 0:
            return False
        at = found + len(part)
    return at <= end


def _mended(before: Sequence[str], cells: Sequence[str]) -> bool:
    parts = [part for cell in before for part in _MARK.split(cell.partition("\n")[0])]
    said = [_SILENT.sub("", part) for part in parts]
    if sum(map(len, said)) < _ENOUGH_LETTERS:
        return False
    return _made_of(said, _SILENT.sub("", "".join(cells)))


def _records_at(
    content: Content, header: Header, lines: Iterable[int]
) -> Iterator[tuple[int, list[str]]]:
    """Yield the records that begin on the lines, with their cells, in one pass over the file."""
    wanted = set(lines)
    last = max(wanted, default=0)
    quote = header.dialect.quote
    with content.path.open(encoding="utf-8", errors="replace", newline="\n") as text:
        numbered = enumerate(text, start=1)
        for number, line in numbered:
            if number > last:
                return
            if number in wanted:
                record = [line]
                while quote and "".join(record).count(quote) % 2 and len(record) < _LINES_LOOKED_AT:
                    record.append(next(numbered, (0, quote))[1])
                yield number, _cut(record, header)


def _cut(record: list[str], header: Header) -> list[str]:
    dialect = header.dialect
    reader = csv.reader(
        record,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
    )
    try:
        return next(reader, [])
    except csv.Error:
        return []
