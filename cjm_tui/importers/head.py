"""The first bytes of a file, cut into records and cells as the dialect of a mapping says."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from cjm_tui.importers.dialect import Dialect
from cjm_tui.importers.json_rows import json_names
from cjm_tui.importers.names import Names
from cjm_tui.importers.quotes import QuoteMender

HEAD_BYTES = 1 << 18
LOOKED_AT = 100  # records that tell the shape of a file, header rows not counted
_RECORDS = LOOKED_AT + 10
_SEPARATOR = re.compile(r'"?sep=(?P<delimiter>[^\r\n])"?\n', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeadRecord:
    """One of the first records: its trimmed cells, and what the file needs up to its end."""

    cells: tuple[str, ...]
    lines: int  # physical lines, blank ones included
    skip: int  # the same with each record as one line, as the database counts what it leaves out
    blank_lines: int  # of the lines
    broken: bool  # whether a quoted cell has swallowed delimiters and line ends


class Head:
    """The first bytes of a file; each way to cut them is gone once."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.complete = len(content) < HEAD_BYTES
        self._texts: dict[str, str] = {}
        self._cut: dict[tuple[str, ...], list[HeadRecord]] = {}
        self._names: dict[tuple[str, ...], Names] = {}

    def text(self, encoding: str) -> str:
        """Return the text with LF as the only line end, and without a mark."""
        if encoding not in self._texts:
            text = self.content.decode(encoding, "replace").removeprefix("\ufeff")
            self._texts[encoding] = text.replace("\r\n", "\n").replace("\r", "\n")
        return self._texts[encoding]

    def declared_delimiter(self, encoding: str) -> str:
        """Return the delimiter that a first line `sep=;` names, as Excel writes it, or ""."""
        found = _SEPARATOR.match(self.text(encoding))
        return found["delimiter"] if found else ""

    def records(self, dialect: Dialect) -> list[HeadRecord]:
        """Return the first records, blank lines left out; it ends before what cannot be read."""
        way = _way(dialect)
        if way not in self._cut:
            self._cut[way] = list(islice(self._records(dialect), _RECORDS))
        return self._cut[way]

    def names(self, dialect: Dialect) -> Names:
        """Return the cells of the first record as names of columns."""
        way = _way(dialect)
        if way not in self._names and dialect.format == "json":
            self._names[way] = json_names(self.text(dialect.encoding), LOOKED_AT)
        elif way not in self._names:
            records = self.records(dialect)
            self._names[way] = Names(records[0].cells if records else ())
        return self._names[way]

    def _records(self, dialect: Dialect) -> Iterator[HeadRecord]:
        text = self.text(dialect.encoding)[:HEAD_BYTES]  # of JSON there may be more
        before = 0
        if declared := _SEPARATOR.match(text):
            text, before = text[declared.end() :], 1
        if dialect.quote_style == "pbx":
            mender = QuoteMender(dialect.delimiter, dialect.quote)
            text = mender.mend(text.encode("utf-8", "replace")).decode()
        records = csv.reader(
            io.StringIO(text, newline=""),
            delimiter=dialect.delimiter,
            quotechar=dialect.quote or None,
            quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        )
        within = taken = 0
        try:
            for record in records:
                if not record:
                    continue
                taken += 1
                ends = [cell.count("\n") for cell in record]
                within += sum(ends)
                yield HeadRecord(
                    cells=tuple(cell.strip() for cell in record),
                    lines=before + records.line_num,
                    skip=before + records.line_num - within,
                    blank_lines=records.line_num - within - taken,
                    broken=any(
                        inside and dialect.delimiter in cell
                        for inside, cell in zip(ends, record, strict=True)
                    ),
                )
        except csv.Error:
            return


def _way(dialect: Dialect) -> tuple[str, ...]:
    return (dialect.delimiter, dialect.quote, dialect.encoding, dialect.quote_style, dialect.format)
