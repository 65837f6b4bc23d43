"""Where a record ends, line by line, by the rules of the database's own reader.

A cell may be quoted, behind one space at most; a quote within it is doubled; behind its closing
quote stand spaces at most. A quote elsewhere is a character as any other. Only a quoted cell may
go on in the next line.
"""

import re
from enum import Enum

from cjm_tui.importers.dialect import Dialect


class State(Enum):
    """How a record stands at the end of a line."""

    DONE = "done"
    OPEN = "open"  # within a quoted cell
    MALFORMED = "malformed"


class Cutter:
    """Counts the cells of lines that contain quotes."""

    def __init__(self, dialect: Dialect) -> None:
        d, q = (re.escape(text.encode()) for text in (dialect.delimiter, dialect.quote))
        space = b"" if dialect.delimiter == " " else b" "
        before, behind = (space + b"?", space + b"*") if space else (b"", b"")
        inner = b"(?:[^%b]++|%b%b)*+" % (q, q, q)
        end = b"(?:%b|\\n|\\Z)" % d
        quoted = b"%b%b%b%b%b" % (before, q, inner, q, behind)
        bare = b"(?!%b%b)[^%b\\n]*+" % (before, q, d)
        proper = b"(?:%b|[^%b%b\\n]*+)" % (quoted, d, q)
        self._proper = re.compile(b"%b(?:%b%b)*+\\n?" % (proper, d, proper))
        self._delimiter = dialect.delimiter.encode()
        self._cell = re.compile(b"(?:%b|%b)%b" % (quoted, bare, end))
        self._open = re.compile(b"%b%b%b\\Z" % (before, q, inner))
        self._inner = re.compile(inner)
        self._closing = re.compile(b"%b%b%b" % (q, behind, end))

    def start(self, line: bytes) -> tuple[State, int]:
        """Return how a record stands that begins with the line, and the cells that have ended."""
        return self._cells(line, 0)

    def go_on(self, line: bytes) -> tuple[State, int]:
        """Return the same for a line that continues a quoted cell."""
        at = self._inner.match(line).end()  # type: ignore[union-attr]  # it matches anything
        if at == len(line):
            return State.OPEN, 0
        closing = self._closing.match(line, at)
        if closing is None:
            return State.MALFORMED, 0
        if not closing[0].endswith(self._delimiter):
            return State.DONE, 1
        state, cells = self._cells(line, closing.end())
        return state, cells + 1

    def is_proper(self, line: bytes) -> bool:
        """Whether quotes stand only around cells, and all cells end in the line."""
        return self._proper.fullmatch(line) is not None

    def _cells(self, line: bytes, at: int) -> tuple[State, int]:
        cells = 0
        while cell := self._cell.match(line, at):
            cells += 1
            at = cell.end()
            if not cell[0].endswith(self._delimiter):
                return State.DONE, cells
        return (State.OPEN if self._open.match(line, at) else State.MALFORMED), cells
