"""The first records of an unknown file, with its encoding and delimiter as they seem to be."""

import codecs
from dataclasses import dataclass

from cjm_tui.errors import RefusedFileError
from cjm_tui.importers.dialect import UTF16_MARKS, Dialect
from cjm_tui.importers.head import LOOKED_AT, Head

_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Sample:
    """A file's header and first records, as the guessed dialect cuts them."""

    dialect: Dialect
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]  # how sure the guesses are

    def column(self, at: int) -> list[str]:
        """Return the cells of a column that say something."""
        return [row[at] for row in self.rows if row[at]]


def sample_of(content: bytes) -> Sample:
    """Return what the first bytes of a file show. Raises RefusedFileError where it is no table."""
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise RefusedFileError("it is empty")
    encoding, said = _encoding(content)
    head = Head(content)
    declared = head.declared_delimiter(encoding)
    ways = [Dialect(encoding=encoding).cut_by(sign) for sign in (declared or _DELIMITERS)]
    dialect = max(ways, key=lambda way: _agreement(head, way))
    records = head.records(dialect)
    if not records or len(records[0].cells) < 2:
        raise RefusedFileError("no delimiter cuts it into columns (tried , ; tab and |)")
    names = records[0].cells
    if any(not name or "\0" in name for name in names) or len(set(names)) < len(names):
        raise RefusedFileError("its first row is no header: a name is missing or stands twice")
    if sum(name[:1].isdigit() for name in names) * 2 > len(names):
        raise RefusedFileError("its first row looks like data: a header row is needed")
    rows = [r.cells for r in records[1 : LOOKED_AT + 1] if len(r.cells) == len(names)]
    if not rows:
        raise RefusedFileError("it has a header and no records that fit it")
    fit = f"{len(rows)} of the first {min(len(records) - 1, LOOKED_AT)} records fit"
    sign = {"\t": "tab"}.get(dialect.delimiter, dialect.delimiter)
    notes = (f"encoding {encoding}: {said}", f"delimiter {sign}: {fit}")
    return Sample(dialect, names, tuple(rows), notes)


def _encoding(content: bytes) -> tuple[str, str]:
    if content.startswith(UTF16_MARKS):
        return "utf-16", "its mark says so"
    zeros = content.count(0)
    if zeros > len(content) // 4:
        return ("utf-16-le", "likely") if content[1::2].count(0) > zeros // 2 else (
            "utf-16-be", "likely",
        )  # fmt: skip
    if zeros:
        raise RefusedFileError("it is not text")
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(content, False)
    except UnicodeDecodeError:
        return "cp1252", "likely: it is not UTF-8, and most such files are Windows-1252"
    return "utf-8", "plain ASCII so far" if content.isascii() else "sure"


def _agreement(head: Head, dialect: Dialect) -> tuple[float, int]:
    """Return how well the records agree with a header of several cells."""
    records = head.records(dialect)
    width = len(records[0].cells) if records else 0
    if width < 2:
        return (0.0, 0)
    rest = records[1:] or records
    return (sum(len(record.cells) == width for record in rest) / len(rest), width)
