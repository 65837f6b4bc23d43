"""The file's records as the database reads them with the mapping's dialect: all cells text.

Fixed dialect, fixed columns: nothing is sniffed. What the reader rejects is kept with its line.
Where each line is a record it is taken at its word; otherwise the records are counted once more,
so that nothing is lost silently and a defect takes no more than its own record.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cjm_tui.errors import RefusedFileError
from cjm_tui.importers.content import LINE_LIMIT, Content
from cjm_tui.importers.header import Header
from cjm_tui.importers.layout import Layout
from cjm_tui.importers.rejects import Reject, rejects_of
from cjm_tui.importers.survey import Survey, packed_copy, survey
from cjm_tui.store.staging import Staging

REJECTS = "reject"
_REJECTS_AGAIN = "reject_again"
_MANY_BLANK = LINE_LIMIT // 2  # lines in a row that the reader would take for one too long


class ReaderGivesUpError(RefusedFileError):
    """The database's reader cannot read the file to its end."""

    def __init__(self, message: str) -> None:
        super().__init__(f"the reader gives up: {message.rstrip('.')}")


@dataclass(frozen=True, slots=True)
class RawRead:
    """What the table `raw` holds: columns `c0`, `c1` … by position; rowid numbers the records."""

    records: int
    rejects: tuple[Reject, ...]  # by the reader, among the records of the layout
    broken: tuple[Reject, ...]  # not among them
    layout: Layout

    @property
    def read(self) -> int:
        """Records of the file, rejected and broken ones included."""
        return self.records + len(self.rejects) + len(self.broken)

    @property
    def malformed(self) -> tuple[Reject, ...]:
        """Rejected and broken records, by line."""
        return tuple(sorted((*self.rejects, *self.broken), key=lambda reject: reject.line))


def load_raw(staging: Staging, content: Content, header: Header) -> RawRead:
    """Read the whole file into the table `raw`.

    Raises RefusedFileError where there is no record, or where the reader and the survey of the
    file do not agree.
    """
    first = None if content.long_line else _plainly(staging, content, header)
    stepwise = content.blank_lines == header.blank_lines
    if first is not None and stepwise and adds_up(content, header, first.records, first.rejects):
        return _some(first, header)
    found = survey(content, header)
    if first is not None and _agrees(first, found):
        return _some(RawRead(first.records, first.rejects, (), found.layout), header)
    return _some(_read_again(staging, content, header, found), header)


def adds_up(content: Content, header: Header, records: int, rejects: Sequence[Reject]) -> bool:
    """Whether each line is a record, so that the reader cannot have lost or joined any."""
    if any(reject.doubtful for reject in rejects):
        return False
    lines = content.lines - header.lines
    blank = content.blank_lines - header.blank_lines
    return records + len(rejects) == (lines if content.quoted else lines - blank)


def reading(
    content: Content, header: Header, *, rejects: str = REJECTS, parallel: bool = True
) -> str:
    """Return the query that reads the file's records with the file's dialect."""
    dialect = header.dialect
    columns = ", ".join(f"'c{at}': 'varchar'" for at in range(len(header.cells)))
    return f"""
        select * from read_csv(
            {_text(str(content.path))}, columns = {{{columns}}}, auto_detect = false,
            header = false, skip = {header.skip}, delim = {_text(dialect.delimiter)},
            quote = {_text(dialect.quote)}, escape = {_text(dialect.quote)},
            new_line = '\\n', strict_mode = true, null_padding = {str(dialect.ragged).lower()},
            max_line_size = {LINE_LIMIT}, parallel = {str(parallel).lower()},
            store_rejects = true, rejects_limit = 0,
            rejects_table = '{rejects}', rejects_scan = '{rejects}_scan'
        )
        """


def line_numbers(raw: RawRead, records: Iterable[int]) -> dict[int, int]:
    """Return the physical line (from 1) at which each of the records in `raw` begins."""
    before = [
        raw.layout.record_at(reject.line) - earlier for earlier, reject in enumerate(raw.rejects)
    ]
    return {record: raw.layout.line_of(record + bisect_right(before, record)) for record in records}


def _plainly(staging: Staging, content: Content, header: Header) -> RawRead | None:
    """Read with all threads; None where the reader gives up."""
    try:
        staging.attempt(f"create table raw as {reading(content, header)}", ReaderGivesUpError)
    except ReaderGivesUpError:
        return None
    return _read(staging, content, header, REJECTS)


def _read_again(staging: Staging, content: Content, header: Header, found: Survey) -> RawRead:
    """Read by one thread what the survey has found to be records."""
    packed = bool(found.broken) or content.blank_lines > _MANY_BLANK
    if packed:
        content = packed_copy(content, found, staging.folder)
    staging.execute("drop table if exists raw")
    again = reading(content, header, rejects=_REJECTS_AGAIN, parallel=False)
    staging.attempt(f"create table raw as {again}", ReaderGivesUpError)
    read = _read(staging, content, header, _REJECTS_AGAIN)
    if odd := abs(read.records + len(read.rejects) - found.records):
        raise RefusedFileError(f"{odd:,} of its lines cannot be told apart into records")
    seen = found.packed if packed else found.layout
    rejects = tuple(
        replace(reject, line=found.layout.line_of(seen.record_at(reject.line)))
        for reject in read.rejects
    )
    return RawRead(read.records, rejects, found.broken, found.layout)


def _read(staging: Staging, content: Content, header: Header, table: str) -> RawRead:
    ((records,),) = staging.rows("select count(*) from raw")
    rejects = rejects_of(staging, content, header, table)
    return RawRead(records, rejects, (), Layout(header.lines + 1))


def _agrees(read: RawRead, found: Survey) -> bool:
    plain = not (found.broken or found.multi_line)
    return plain and found.records == read.records + len(read.rejects)


def _some(read: RawRead, header: Header) -> RawRead:
    if read.read == 0:
        raise RefusedFileError("it has a header and no records")
    if header.dialect.format == "json":  # the lines are those of the records
        return replace(read, layout=Layout(1))
    return read


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
