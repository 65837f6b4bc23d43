"""A file's own records, counted in Python where the database's reader cannot be relied upon.

A quote that is not closed makes the reader take the good records behind it for one cell, and beyond
its line limit, or where several threads share a file, it may lose records without a word. So where
its count and the file's lines disagree, or it complains of a quote, the file is walked line by
line. A record whose quotes are malformed, or that reaches over lines and has not the header's
width, is broken: its first line is taken for it, with the lines that follow at once and have fewer
cells than a record, or a quote in a cell that is not quoted; all others are cut anew.
"""

import heapq
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from cjm_tui.importers.content import LINE_LIMIT, Content
from cjm_tui.importers.cutting import Cutter, State
from cjm_tui.importers.header import Header
from cjm_tui.importers.layout import Layout
from cjm_tui.importers.rejects import QUOTES, RAW_SHOWN, TOO_LONG, Reject


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file holds."""

    records: int  # without the broken ones
    broken: tuple[Reject, ...]
    layout: Layout  # of the records
    packed: Layout  # of the records in `packed_copy`
    between: Sequence[int]  # blank lines that are neither records nor in one
    multi_line: bool  # whether cells contain line ends


def survey(content: Content, header: Header) -> Survey:
    """Walk the whole file and return its records and those that are broken."""
    with content.path.open("rb") as stream:
        lines = _Lines(stream)
        for _ in range(header.lines):
            lines.take()
        walk = _Walk(header, lines)
        while line := lines.take():
            walk.look(line)
        walk.end()
    return Survey(
        walk.records, tuple(walk.broken), walk.layout, walk.packed, walk.between, walk.multi_line
    )


def packed_copy(content: Content, found: Survey, folder: Path) -> Content:
    """Return a copy of the content without its broken records and the lines between records."""
    copy = folder / "packed"
    broken = (
        line for reject in found.broken for line in range(reject.line, reject.line + reject.lines)
    )
    left_out = heapq.merge(broken, found.between)
    following = next(left_out, 0)
    with content.path.open("rb") as stream, copy.open("wb") as out:
        for number, line in enumerate(_capped_lines(stream), start=1):
            if number == following:
                following = next(left_out, 0)
            else:
                out.write(line)
    return replace(content, path=copy, long_line=False)


class _Walk:
    """Takes the lines of a file, record by record."""

    def __init__(self, header: Header, lines: "_Lines") -> None:
        dialect = header.dialect
        self.records = 0
        self.broken: list[Reject] = []
        self._held: tuple[int, list[bytes]] | None = None
        self.layout = Layout(header.lines + 1)
        self.packed = Layout(header.lines + 1)
        self.between = array("q")
        self.multi_line = False
        self._packed_to = header.lines
        self._names = header.cells
        self._width = len(header.cells)
        self._ragged = dialect.ragged
        self._delimiter, self._quote = dialect.delimiter.encode(), dialect.quote.encode()
        self._cutter = Cutter(dialect) if dialect.quote else None
        self._lines = lines

    def look(self, line: bytes) -> None:
        """Take the record that begins with the line, or add the line to a broken one."""
        if self._held is not None and not self._settled(line):
            return
        at = self._lines.number
        if line == b"\n" and self._width > 1:
            if self._follows_broken(at):
                self._extend(line)
            else:
                self.between.append(at)
        elif len(line) > LINE_LIMIT:
            self._break(at, line, TOO_LONG)
        elif self._cutter is not None and self._quote in line:
            self._look_at_quotes(self._cutter, at, line)
        elif not (self._follows_broken(at) and self._is_short(line)):
            self._add(at)
        else:
            self._extend(line)

    def end(self) -> None:
        """Take what was held back."""
        if self._held is not None:
            self._settled(b"")

    def _settled(self, following: bytes) -> bool:
        """Take the record of several lines that was held until the line behind it was seen.

        False where that line shows that it has swallowed others, which are then cut anew: it is no
        record, while the last line taken begins one and goes on in it.
        """
        assert self._held is not None
        (at, lines), self._held = self._held, None
        if following and self._is_odd(following) and self._begins_another(lines):
            self._lines.give_back([*lines[1:], following])
            self._break(at, lines[0], QUOTES)
            return False
        self._add(at, len(lines))
        return True

    def _is_odd(self, line: bytes) -> bool:
        if line == b"\n" or not self._is_short(line):
            return False
        return self._cutter is None or self._cutter.start(line)[0] is not State.OPEN

    def _begins_another(self, lines: list[bytes]) -> bool:
        assert self._cutter is not None
        state, cells = self._cutter.start(lines[-1])
        between = (self._cutter.start(line) for line in lines[1:-1])
        return (
            state is State.OPEN
            and cells > 0
            and all(end is State.DONE and self._fits(count) for end, count in between)
        )

    def _look_at_quotes(self, cutter: Cutter, at: int, line: bytes) -> None:
        state, cells, more = self._cut(cutter, line)
        whole = state is State.DONE and self._fits(cells)
        doubtful = self._follows_broken(at)
        if whole and more:
            self._held = (at, [line, *more])
            return
        if whole and (not doubtful or cutter.is_proper(line)):
            self._add(at)
            return
        self._lines.give_back(more)
        if doubtful and (whole or self._is_short(line)):
            self._extend(line)
        elif state is State.DONE and not more:
            self._add(at)
        else:
            self._break(at, line, QUOTES, cells if state is State.MALFORMED else None)

    def _cut(self, cutter: Cutter, line: bytes) -> tuple[State, int, list[bytes]]:
        """Return how the record that begins with the line ends, and the lines it goes on in."""
        state, cells = cutter.start(line)
        more: list[bytes] = []
        size = len(line)
        while state is State.OPEN:
            following = self._lines.take()
            size += len(following)
            if following:
                more.append(following)
            if not following or size > LINE_LIMIT:
                state = State.MALFORMED
            elif self._quote in following:
                state, ended = cutter.go_on(following)
                cells += ended
        return state, cells, more

    def _fits(self, cells: int) -> bool:
        return cells == self._width or (self._ragged and cells < self._width)

    def _is_short(self, line: bytes) -> bool:
        return line.count(self._delimiter) + 1 < self._width

    def _follows_broken(self, at: int) -> bool:
        """Whether the line is the next to a broken record, whose rest it may be."""
        if self._ragged or not self.broken:
            return False
        return self.broken[-1].line + self.broken[-1].lines == at

    def _extend(self, line: bytes) -> None:
        last = self.broken[-1]
        full = len(last.raw) >= RAW_SHOWN  # there may be millions of lines more
        raw = last.raw if full else (last.raw + _shown(line))[:RAW_SHOWN]
        self.broken[-1] = Reject(last.line, last.column, last.reason, raw, last.lines + 1)

    def _add(self, at: int, lines: int = 1) -> None:
        self.layout.add(self.records, at)
        self.packed.add(self.records, self._packed_to + 1)
        self._packed_to += lines
        self.records += 1
        self.multi_line = self.multi_line or lines > 1

    def _break(self, at: int, line: bytes, reason: str, cell: int | None = None) -> None:
        column = self._names[cell] if cell is not None and cell < self._width else ""
        self.broken.append(Reject(at, column, reason, _shown(line)[:RAW_SHOWN]))


class _Lines:
    """A file's lines, of which some may be given back; those beyond the limit come cut off."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = _capped_lines(stream)
        self._held: deque[bytes] = deque()
        self.number = 0  # of the line taken last

    def take(self) -> bytes:
        """Return the next line with its end, none at the end of the file."""
        line = self._held.popleft() if self._held else next(self._stream, b"")
        self.number += bool(line)
        return line

    def give_back(self, lines: list[bytes]) -> None:
        """Put the lines taken last before what follows."""
        self._held.extendleft(reversed(lines))
        self.number -= len(lines)


def _capped_lines(stream: IO[bytes]) -> Iterator[bytes]:
    while line := stream.readline(LINE_LIMIT + 1):
        yield line
        while len(line) > LINE_LIMIT and line and not line.endswith(b"\n"):
            line = stream.readline(LINE_LIMIT + 1)


def _shown(line: bytes) -> str:
    return line[: 4 * RAW_SHOWN].decode("utf-8", "replace")
