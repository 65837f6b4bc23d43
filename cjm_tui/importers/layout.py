"""At which physical line each record of a file begins."""

from array import array
from bisect import bisect_right


class Layout:
    """Records are numbered from 0, lines from 1; only what breaks their step is kept."""

    def __init__(self, first_line: int) -> None:
        self._records = array("q", [0])
        self._lines = array("q", [first_line])
        self._step = first_line

    def add(self, record: int, line: int) -> None:
        """Note where the next record begins; records come in their order."""
        if line - record != self._step:
            self._step = line - record
            self._records.append(record)
            self._lines.append(line)

    def line_of(self, record: int) -> int:
        """Return the line at which a record begins."""
        at = bisect_right(self._records, record) - 1
        return self._lines[at] + record - self._records[at]

    def record_at(self, line: int) -> int:
        """Return the record that begins at a line."""
        at = bisect_right(self._lines, line) - 1
        return self._records[at] + line - self._lines[at]
