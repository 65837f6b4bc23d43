"""Quotes as PBXs write them: `""Name" <1115>"`, where a cell's own quotes stand undoubled.

A record is one line. A line that is proper CSV stays as it is. In any other, a quoted cell ends at
the first quote that a delimiter or the end of the line follows, and one without such a quote at
the end of the line; the quotes within are doubled, so that the reader finds the cells.
"""

import re
from collections.abc import Callable

from cjm_tui.importers.dialect import Dialect


class QuoteMender:
    """Rewrites the lines of a text into proper CSV."""

    def __init__(self, delimiter: str, quote: str) -> None:
        self._delimiter, self._quote = delimiter.encode(), quote.encode()
        d, q = re.escape(self._delimiter), re.escape(self._quote)
        proper = b"%b(?:[^%b]|%b%b)*+%b" % (q, q, q, q, q)
        bare = b"[^%b%b]*+" % (d, q)
        cell = b"(?:%b|%b)" % (proper, bare)
        self._line = re.compile(b"%b(?:%b%b)*+" % (cell, d, cell))
        self._proper = re.compile(b"%b(?=%b|\\Z)" % (proper, d))
        self._closing = re.compile(b"%b(?=%b|\\Z)" % (q, d))

    def mend(self, text: bytes) -> bytes:
        """Return whole lines of UTF-8, ended by LF, with their cells properly quoted."""
        if self._quote not in text:
            return text
        return b"\n".join(
            line if self._quote not in line or self._line.fullmatch(line) else self._mended(line)
            for line in text.split(b"\n")
        )

    def _mended(self, line: bytes) -> bytes:
        cells = []
        at = 0
        while True:
            cell, at = self._cell(line, at)
            cells.append(cell)
            if at >= len(line):
                return self._delimiter.join(cells)
            at += 1
            if at == len(line):
                return self._delimiter.join([*cells, b""])

    def _cell(self, line: bytes, at: int) -> tuple[bytes, int]:
        """Return the cell that begins there, and where it ends."""
        if line[at : at + 1] != self._quote:
            end = line.find(self._delimiter, at)
            end = len(line) if end < 0 else end
            return self._quoted(line[at:end]), end
        if proper := self._proper.match(line, at):
            return proper[0], proper.end()
        closing = self._closing.search(line, at + 1)
        inner, end = (closing.start(), closing.end()) if closing else (len(line), len(line))
        return self._quoted(line[at + 1 : inner]), end

    def _quoted(self, text: bytes) -> bytes:
        if self._quote not in text:
            return text if self._delimiter not in text else self._quote + text + self._quote
        return self._quote + text.replace(self._quote, self._quote * 2) + self._quote


def mender(dialect: Dialect) -> Callable[[bytes], bytes] | None:
    """Return what mends the lines of a file in this dialect, or None where nothing does."""
    if dialect.quote_style != "pbx":
        return None
    return QuoteMender(dialect.delimiter, dialect.quote).mend
