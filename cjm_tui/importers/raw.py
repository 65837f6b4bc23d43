"""The file's records as the database reads them with the mapping's dialect: all cells text.

Fixed dialect, fixed columns: nothing is sniffed. What the reader rejects is kept with its line,
and the lines of the file are counted against what came out, so that nothing is lost silently.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from cjm_tui.errors import RefusedFileError
from cjm_tui.importers.header import Header
from cjm_tui.importers.reader import Content
from cjm_tui.store.staging import Staging

RAW_SHOWN = 2000  # characters of a refused record that are kept
_LINE_LIMIT = 2_000_000

_REASONS = {
    "UNQUOTED VALUE": "a quote is not closed, or has text after it",
    "INVALID ENCODING": "has bytes that are not UTF-8",
    "LINE SIZE OVER MAXIMUM": "is longer than 2 million bytes",
}


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that the reader could not cut into the header's cells."""

    line: int  # physical, from 1
    lines: int  # physical lines that it takes
    column: str
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class RawRead:
    """What the table `raw` holds: columns `c0`, `c1` … by position; rowid numbers the records."""

    records: int
    rejects: tuple[Reject, ...]
    header_lines: int
    multi_line: bool  # whether cells contain line ends

    @property
    def read(self) -> int:
        """Records of the file, rejected ones included."""
        return self.records + len(self.rejects)


def load_raw(staging: Staging, content: Content, header: Header) -> RawRead:
    """Read the whole file into the table `raw`.

    Raises RefusedFileError where the reader gives up, where there is no record, or where the
    file's lines and the records that came out do not agree.
    """
    staging.attempt(f"create table raw as {reading(content, header)}", gives_up)
    ((records,),) = staging.rows("select count(*) from raw")
    rejects = rejects_of(staging, content, header, records)
    multi_line = _check_complete(staging, content, header, records, rejects)
    return RawRead(records, rejects, header.lines, multi_line)


def reading(content: Content, header: Header) -> str:
    """Return the query that reads the file's records with the mapping's dialect."""
    dialect = header.dialect
    columns = ", ".join(f"'c{at}': 'varchar'" for at in range(len(header.cells)))
    return f"""
        select * from read_csv(
            {_text(str(content.path))}, columns = {{{columns}}}, auto_detect = false,
            header = false, skip = {header.skip}, delim = {_text(dialect.delimiter)},
            quote = {_text(dialect.quote)}, escape = {_text(dialect.quote)},
            new_line = '\\n', strict_mode = true, null_padding = {str(dialect.ragged).lower()},
            max_line_size = {_LINE_LIMIT}, store_rejects = true, rejects_limit = 0,
            rejects_table = 'reject', rejects_scan = 'reject_scan'
        )
        """


def gives_up(message: str) -> RefusedFileError:
    """Return the refusal of a file that the reader cannot read to its end."""
    return RefusedFileError(f"the reader gives up: {message.rstrip('.')}")


def line_numbers(staging: Staging, raw: RawRead, records: Iterable[int]) -> dict[int, int]:
    """Return the physical line (from 1) at which each of the records begins.

    Exact, except that blank lines of a file whose cells contain line ends are not counted.
    """
    embedded: list[tuple[int, int]] = []
    if raw.multi_line:
        newlines = _newlines(staging)
        embedded = [
            (int(record), int(count))
            for record, count in staging.rows(
                f"select rowid, {newlines} as n from raw where n > 0 order by rowid"
            )
        ]
    at = [record for record, _ in embedded]
    extra = [0, *accumulate(count for _, count in embedded)]
    # A rejected record stands after as many accepted ones as there are lines left for before it.
    before: list[int] = []
    taken = 0
    for reject in raw.rejects:
        free = reject.line - raw.header_lines - 1 - taken
        before.append(_records_within(free, at, extra))
        taken += reject.lines
    reject_lines = [0, *accumulate(reject.lines for reject in raw.rejects)]
    return {
        record: raw.header_lines
        + 1
        + record
        + extra[_bisect_before(at, record)]
        + reject_lines[bisect_right(before, record)]
        for record in records
    }


def _records_within(lines: int, at: list[int], extra: list[int]) -> int:
    """Return how many accepted records fill that many lines, given where extra line ends stand."""
    low, high = 0, lines
    while low < high:
        middle = (low + high + 1) // 2
        if middle + extra[_bisect_before(at, middle)] <= lines:
            low = middle
        else:
            high = middle - 1
    return low


def _bisect_before(at: list[int], record: int) -> int:
    return bisect_right(at, record - 1)


def rejects_of(
    staging: Staging, content: Content, header: Header, records: int
) -> tuple[Reject, ...]:
    """Return what the reader rejected, by line. Raises RefusedFileError where nothing was read."""
    rejects = _rejects(staging, content, header)
    if records + len(rejects) == 0:
        raise RefusedFileError("it has a header and no records")
    return rejects


def _rejects(staging: Staging, content: Content, header: Header) -> tuple[Reject, ...]:
    found = staging.rows(
        """
        select line_byte_position, arg_min(error_type, (byte_position, column_idx)),
            min(column_idx), max(column_idx), any_value(csv_line)
        from reject group by line_byte_position order by line_byte_position
        """
    )
    if not found:
        return ()
    lines = _lines_at(content, [int(row[0]) - 1 for row in found])
    width = len(header.cells)
    return tuple(
        _reject(line, str(kind), first, last, str(raw or ""), width, header)
        for line, (_, kind, first, last, raw) in zip(lines, found, strict=True)
    )


def _reject(
    line: int,
    kind: str,
    first: int | None,
    last: int | None,
    raw: str,
    width: int,
    header: Header,
) -> Reject:
    # DuckDB counts the columns that are missing from 0, all others from 1.
    at = first if kind == "MISSING COLUMNS" else (first or 0) - 1
    name = header.cells[at] if at is not None and 0 <= at < width else ""
    if kind == "MISSING COLUMNS":
        reason = f"has {first} of {width} cells"
    elif kind == "TOO MANY COLUMNS":
        reason = f"has {last} cells instead of {width}"
    else:
        reason = _REASONS.get(kind, kind.lower())
    over = kind == "LINE SIZE OVER MAXIMUM"
    lines = 1 if over else raw.rstrip("\n").count("\n") + 1
    return Reject(line, lines, name, reason, raw[:RAW_SHOWN])


def _lines_at(content: Content, offsets: list[int]) -> list[int]:
    """Return the physical lines of ascending byte offsets, in one pass over the file."""
    lines = []
    line = 1
    position = 0
    with content.path.open("rb") as stream:
        for offset in offsets:
            while position < offset:
                chunk = stream.read(min(1 << 20, offset - position))
                if not chunk:
                    break
                line += chunk.count(b"\n")
                position += len(chunk)
            lines.append(line)
    return lines


def _check_complete(
    staging: Staging, content: Content, header: Header, records: int, rejects: tuple[Reject, ...]
) -> bool:
    """Compare lines with records; return whether cells contain line ends."""
    left = content.lines - header.lines - records - sum(reject.lines for reject in rejects)
    if left == 0:
        return False
    ((embedded,),) = staging.rows(f"select coalesce(sum({_newlines(staging)}), 0) from raw")
    if not 0 <= left - int(embedded) <= content.blank_lines:
        raise RefusedFileError(
            f"{abs(left - int(embedded)):,} of its lines cannot be told apart into records"
        )
    return int(embedded) > 0


def _newlines(staging: Staging) -> str:
    names = [str(name) for (name,) in staging.rows("select column_name from (describe raw)")]
    return " + ".join(
        f"coalesce(length({name}) - length(replace({name}, chr(10), '')), 0)" for name in names
    )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
