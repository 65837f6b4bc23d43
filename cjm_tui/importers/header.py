"""Recognising a file: which mapping reads it, and where each of the mapping's columns stands.

A mapping fits where the header names all its required columns, in any order, ignoring case and
taking spaces, `-`, `_` and `.` as nothing. Where several fit, those whose name pattern matches the
file come first, then the one that knows most of the header's columns; a tie is refused, never
guessed.
A mapping without a header row fits by its name patterns and the shape of the first records.
"""

import fnmatch
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cjm_tui.errors import RefusedFileError
from cjm_tui.importers.dialect import Dialect, seems_json
from cjm_tui.importers.head import Head, HeadRecord
from cjm_tui.importers.json_rows import why_no_object
from cjm_tui.importers.mapping import Mapping
from cjm_tui.importers.names import Names, fold
from cjm_tui.importers.shape import first_records, refuse_other_cells, width_of
from cjm_tui.importers.unfit import Unfit, separated, why_none
from cjm_tui.store.corrections import RefusedRecord

MOST_CELLS = 4096


@dataclass(frozen=True, slots=True)
class Correction:
    """What makes a file a sheet of corrected records (importers.corrections)."""

    own: dict[str, int]  # where the sheet's own columns stand
    records: tuple[RefusedRecord, ...]  # that it may correct


@dataclass(frozen=True, slots=True)
class Header:
    """Where a mapping's columns stand in a file."""

    mapping: Mapping
    dialect: Dialect  # of this file: one of those that the mapping declares
    cells: tuple[str, ...]  # as the file names them; made-up names where it has no header
    positions: dict[str, int]  # a mapping's column → index of its cell; absent ones are left out
    lines: int  # physical lines before the first record
    skip: int  # the same with each header row as one line
    blank_lines: int  # of them, those that are blank
    timezone: str = ""  # that a header row names, or in which a sheet's records were read
    correction: Correction | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The file's own columns: of a sheet of corrections those that it was made from."""
        if self.dialect.format == "json":
            return self.cells[:-1]
        own = self.correction.own.values() if self.correction else ()
        return tuple(cell for at, cell in enumerate(self.cells) if at not in own)

    @property
    def present(self) -> frozenset[str]:
        """The mapping's columns that the file has."""
        return frozenset(self.positions)

    @property
    def nameless(self) -> tuple[int, ...]:
        """Cells of the header without a name; the first may be, it often numbers the rows."""
        if self.dialect.format == "json":
            return ()
        return tuple(at for at, cell in enumerate(self.cells) if at and not cell)


def recognise(
    content: bytes, file_name: str, mappings: Iterable[Mapping], forced: Mapping | None = None
) -> Header:
    """Return the header as the one mapping sees it that reads the file.

    Raises RefusedFileError, in plain words, where none does, or several do equally well.
    """
    head = Head(content)
    _refuse_no_text(head)
    if forced is not None:
        try:
            return _fitted(forced, head)
        except RefusedFileError as error:
            raise RefusedFileError(separated(forced, head) or error.message) from error
    fitting: list[tuple[bool, int, Header]] = []
    unfit: list[Unfit] = []
    for mapping in mappings:
        named = _named(mapping, file_name)
        if mapping.dialect.header_rows == 0 and not named:
            continue
        try:
            header = _fitted(mapping, head)
        except RefusedFileError as error:
            unfit.append(Unfit(mapping, named, error.message))
        else:
            fitting.append((named, len(header.positions), header))
    if not fitting:
        raise RefusedFileError(why_none(head, unfit))
    fitting.sort(key=lambda fit: fit[:2], reverse=True)
    best = [header for named, known, header in fitting if (named, known) == fitting[0][:2]]
    if len(best) > 1:
        names = ", ".join(header.mapping.name for header in best)
        raise RefusedFileError(f"several mappings fit ({names}): name one with --mapping")
    return best[0]


def _refuse_no_text(head: Head) -> None:
    if not head.content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise RefusedFileError("it is empty")
    one_line = not (b"\n" in head.content or b"\r" in head.content)
    if one_line and not head.complete and not seems_json(head.content):
        raise RefusedFileError("its first line has no end within 256 kB")


def _fitted(mapping: Mapping, head: Head) -> Header:
    """Return the header in the one of the mapping's delimiters that shows its columns."""
    dialect = mapping.dialect.of(head.content)
    if dialect.format == "json":
        return _fitted_json(mapping, dialect, head)
    declared = head.declared_delimiter(dialect.encoding)
    if declared and declared not in mapping.dialect.delimiters:
        raise RefusedFileError(
            f"its first line declares the delimiter {declared}, which its mapping does not"
        )
    ways = [dialect.cut_by(delimiter) for delimiter in (declared or dialect.delimiters)]
    found: list[Header] = []
    refusals: list[tuple[int, RefusedFileError]] = []
    for way in ways:
        try:
            found.append(_fitted_as(mapping, way, head))
        except RefusedFileError as error:
            known = head.names(way).positions(mapping.columns, mapping.aliases)
            refusals.append((len(known), error))
    if len(found) > 1:
        said = " and by ".join(header.dialect.delimiter for header in found)
        raise RefusedFileError(f"its header can be cut by {said}")
    if not found:
        raise max(refusals, key=lambda refusal: refusal[0])[1]
    return found[0]


def _fitted_as(mapping: Mapping, dialect: Dialect, head: Head) -> Header:
    records = head.records(dialect)
    rows = max(1, dialect.header_rows)
    if len(records) < rows:
        raise RefusedFileError("its header cannot be read")
    names, last = head.names(dialect), records[rows - 1]
    if any("\0" in cell for cell in names.cells):
        raise RefusedFileError("it is not text")
    first = first_records(dialect, head)
    if dialect.header_rows == 0:
        columns = mapping.columns[: width_of(mapping, first)]
        positions = {name: at for at, name in enumerate(columns)}
        refuse_other_cells(mapping, first, positions)
        return Header(mapping, dialect, columns, positions, 0, 0, 0)
    positions = names.positions(mapping.columns, mapping.aliases)
    _refuse_missing(mapping, positions)
    if names.twice and not mapping.any_columns:
        raise RefusedFileError(f"its header names {', '.join(names.twice)} twice")
    if len(names.cells) > MOST_CELLS:
        raise RefusedFileError(
            f"its header has {len(names.cells):,} cells; at most {MOST_CELLS:,} are read"
        )
    if any(record.broken for record in records[:1]):
        raise RefusedFileError("a quote in its header is not closed")
    _refuse_ambiguous(mapping, names, positions)
    _refuse_misspelt(mapping, names, positions)
    _refuse_two_lines(mapping, names.cells, positions, first)
    refuse_other_cells(mapping, first, positions)
    return Header(
        mapping,
        dialect,
        names.cells,
        positions,
        last.lines,
        last.skip,
        last.blank_lines,
        _zone_in(mapping, records),
    )


def _fitted_json(mapping: Mapping, dialect: Dialect, head: Head) -> Header:
    """Return the header of objects: the mapping's columns, and last what is no object."""
    if why := why_no_object(head.text(dialect.encoding), complete=head.complete):
        raise RefusedFileError(why)
    names = head.names(dialect)
    positions = names.positions(mapping.columns, mapping.aliases)
    _refuse_missing(mapping, positions)
    _refuse_ambiguous(mapping, names, positions)
    _refuse_misspelt(mapping, names, positions)
    every = {name: at for at, name in enumerate(mapping.columns)}
    dialect = replace(dialect, columns=mapping.columns, aliases=mapping.aliases)
    return Header(mapping, dialect, (*mapping.columns, ""), every, 0, 0, 0)


def _zone_in(mapping: Mapping, records: list[HeadRecord]) -> str:
    """Return the time zone that a header row gives as JSON, or ""."""
    where = mapping.zone_in
    found: str | None = None
    known = False
    for cell in records[where.row - 1].cells if where else ():
        try:
            said = json.loads(cell)
        except ValueError:
            continue
        known = known or isinstance(said, dict)
        if where and isinstance(said, dict) and isinstance(said.get(where.key), str):
            found = said[where.key]
            break
    if where and not known:
        raise RefusedFileError(f"its header row {where.row} is none: does it have all of them?")
    if found is None:
        return ""
    zone = "UTC" if found == "Z" else found
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise RefusedFileError(f"its header names a time zone that is none: {found}") from error
    return zone


def _refuse_missing(mapping: Mapping, positions: dict[str, int]) -> None:
    missing = [name for name in mapping.required if name not in positions]
    if missing:
        raise RefusedFileError(f"its header lacks {', '.join(missing)}")
    if mapping.any_of and not positions.keys() & set(mapping.any_of):
        raise RefusedFileError(
            f"its header has none of {', '.join(mapping.any_of)}: say in `aliases` of a mapping of"
            " your own which column is which"
        )


def _refuse_misspelt(mapping: Mapping, names: Names, positions: dict[str, int]) -> None:
    """Refuse an unknown column that resembles one of the mapping's, unless any may be there."""
    if mapping.any_columns:
        return
    if misspelt := names.misspelt(positions, mapping.optional):
        raise RefusedFileError(f"its header has {misspelt[0]!r}: did you mean {misspelt[1]}?")


def _refuse_ambiguous(mapping: Mapping, names: Names, positions: dict[str, int]) -> None:
    """Refuse a header in which several cells may be one column, or one cell several columns."""
    for column in mapping.columns:
        places = names.candidates(column, mapping.aliases)
        if len(places) > 1:
            listed = ", ".join(repr(names.cells[at]) for at in places)
            raise RefusedFileError(
                f"several of its columns may be {column} ({listed}): say which in `aliases` of a"
                " mapping of your own"
            )
    taken: dict[int, str] = {}
    for column, at in positions.items():
        if at in taken:
            raise RefusedFileError(f"its {names.cells[at]!r} may be {taken[at]} or {column}")
        taken[at] = column


def _refuse_two_lines(
    mapping: Mapping,
    cells: tuple[str, ...],
    positions: dict[str, int],
    first: list[tuple[str, ...]],
) -> None:
    """Refuse a header whose last name goes on in the next line."""
    if first and len(first[0]) == 1:
        joined = fold(cells[-1] + first[0][0])
        if any(joined == fold(name) for name in mapping.columns if name not in positions):
            raise RefusedFileError("its header is broken over two lines")


def _named(mapping: Mapping, file_name: str) -> bool:
    name = file_name.lower()
    return any(fnmatch.fnmatchcase(name, pattern.lower()) for pattern in mapping.patterns)
