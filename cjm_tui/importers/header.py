"""Recognising a file: which mapping reads it, and where each of the mapping's columns stands.

A mapping fits where the header names all its required columns, in any order, ignoring case and
taking spaces, `-` and `_` as nothing. Where several fit, those whose name pattern matches the file
come first, then the one that knows most of the header's columns; a tie is refused, never guessed.
A mapping without a header row fits by its name patterns and the shape of the first records.
"""

import difflib
import fnmatch
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from cjm_tui.errors import RefusedFileError
from cjm_tui.importers.head import head_records
from cjm_tui.importers.mapping import Mapping, fold
from cjm_tui.importers.reader import HEAD_BYTES
from cjm_tui.importers.shape import first_records, refuse_other_cells, width_of

_CLOSE = 0.75
_NEAR = 0.5
_BOMS = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = (",", ";", "\t", "|")


_Unfit = tuple[Mapping, bool, str]  # a mapping that does not fit, whether the name does, why not


@dataclass(frozen=True, slots=True)
class Header:
    """Where a mapping's columns stand in a file."""

    mapping: Mapping
    cells: tuple[str, ...]  # as the file names them; made-up names where it has no header
    positions: dict[str, int]  # a mapping's column → index of its cell; absent ones are left out
    lines: int  # physical lines before the first record

    @property
    def present(self) -> frozenset[str]:
        """The mapping's columns that the file has."""
        return frozenset(self.positions)


def recognise(
    head: bytes, file_name: str, mappings: Iterable[Mapping], forced: Mapping | None = None
) -> Header:
    """Return the header as the one mapping sees it that reads the file.

    Raises RefusedFileError, in plain words, where none does, or several do equally well.
    """
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise RefusedFileError("it is empty")
    if forced is not None:
        try:
            return _fitted(forced, head)
        except RefusedFileError as error:
            raise RefusedFileError(_separated(forced, head) or error.message) from error
    fitting: list[tuple[bool, int, Header]] = []
    unfit: list[_Unfit] = []
    for mapping in mappings:
        named = _named(mapping, file_name)
        if mapping.dialect.header_rows == 0 and not named:
            continue
        try:
            header = _fitted(mapping, head)
        except RefusedFileError as error:
            unfit.append((mapping, named, error.message))
        else:
            fitting.append((named, len(header.positions), header))
    if not fitting:
        raise RefusedFileError(_why_none(head, unfit))
    fitting.sort(key=lambda fit: fit[:2], reverse=True)
    best = [header for named, known, header in fitting if (named, known) == fitting[0][:2]]
    if len(best) > 1:
        names = ", ".join(header.mapping.name for header in best)
        raise RefusedFileError(f"several mappings fit ({names}): name one with --mapping")
    return best[0]


def _fitted(mapping: Mapping, head: bytes) -> Header:
    records = _first_records(mapping, head)
    if not records:
        raise RefusedFileError("its header cannot be read")
    cells, lines = records
    if any("\0" in cell for cell in cells):
        raise RefusedFileError("it is not text")
    first = first_records(mapping, head, complete=len(head) < HEAD_BYTES)
    if mapping.dialect.header_rows == 0:
        columns = mapping.columns[: width_of(mapping, first)]
        positions = {name: at for at, name in enumerate(columns)}
        refuse_other_cells(mapping, first, positions)
        return Header(mapping, columns, positions, 0)
    positions = _positions(mapping, cells)
    missing = [name for name in mapping.required if name not in positions]
    if missing:
        raise RefusedFileError(f"its header lacks {', '.join(missing)}")
    folded = [fold(cell) for cell in cells]
    twice = {key: cell for key, cell in zip(folded, cells, strict=True) if folded.count(key) > 1}
    twice.pop("", None)
    if twice:
        raise RefusedFileError(f"its header names {', '.join(sorted(twice.values()))} twice")
    _refuse_misspelt(mapping, cells, positions)
    refuse_other_cells(mapping, first, positions)
    return Header(mapping, cells, positions, lines)


def _positions(mapping: Mapping, cells: tuple[str, ...]) -> dict[str, int]:
    folded = [fold(cell) for cell in cells]
    return {name: folded.index(fold(name)) for name in mapping.columns if fold(name) in folded}


def _likely_delimiter(mapping: Mapping, head: bytes) -> str:
    """Return the delimiter with which the header shows most of the mapping's columns."""
    return max(
        (mapping.dialect.delimiter, *_DELIMITERS),
        key=lambda delimiter: len(_positions(mapping, _cells(mapping, head, delimiter))),
    )


def _cells(mapping: Mapping, head: bytes, delimiter: str) -> tuple[str, ...]:
    """Return the first record's cells with another delimiter than the mapping's own."""
    quote = "" if mapping.dialect.quote == delimiter else mapping.dialect.quote
    dialect = replace(mapping.dialect, delimiter=delimiter, quote=quote)
    records = _first_records(replace(mapping, dialect=dialect), head)
    return records[0] if records else ()


def _first_records(mapping: Mapping, head: bytes) -> tuple[tuple[str, ...], int] | None:
    """Return the cells of the first record, and the physical lines that the header rows take."""
    rows = max(1, mapping.dialect.header_rows)
    records = list(islice(head_records(mapping.dialect, head), rows))
    return (records[0][0], records[-1][1]) if len(records) == rows else None


def _refuse_misspelt(mapping: Mapping, cells: tuple[str, ...], positions: dict[str, int]) -> None:
    """Refuse a header in which an absent column seems to be there under a misspelt name."""
    known = set(positions.values())
    absent = {fold(name): name for name in mapping.optional if name not in positions}
    for at, cell in enumerate(cells):
        if at not in known and cell:
            close = difflib.get_close_matches(fold(cell), absent, n=1, cutoff=_CLOSE)
            if close:
                raise RefusedFileError(f"its header has {cell!r}: did you mean {absent[close[0]]}?")


def _named(mapping: Mapping, file_name: str) -> bool:
    name = file_name.lower()
    return any(fnmatch.fnmatchcase(name, pattern.lower()) for pattern in mapping.patterns)


def _nearness(mapping: Mapping, head: bytes, named: bool) -> float:
    """Return how near a mapping is: its share of required columns, the file's of known ones."""
    if mapping.dialect.header_rows == 0:
        return 1.0 if named else 0.0
    cells = _cells(mapping, head, _likely_delimiter(mapping, head))
    positions = _positions(mapping, cells)
    if not positions:
        return 0.0
    required = sum(name in positions for name in mapping.required) / len(mapping.required)
    by_name = named and "*" not in mapping.patterns
    return required + len(positions) / len(cells) + by_name


def _why_none(head: bytes, unfit: list[_Unfit]) -> str:
    if head.startswith(_BOMS):
        return "it is UTF-16, which no mapping of its name declares"
    if b"\0" in head[:4096]:
        return "it is not text"
    near = [(_nearness(mapping, head, named), mapping, why) for mapping, named, why in unfit]
    if near:
        score, mapping, why = max(near, key=lambda one: one[0])
        if score >= _NEAR:
            why = _separated(mapping, head) or f"nearest is {mapping.name}: {why}"
            return f"no mapping fits: {why}"
    return "no mapping fits its header (or it has none)"


def _separated(mapping: Mapping, head: bytes) -> str:
    """Return that the file is cut by another delimiter than the mapping's, "" where it is not."""
    own, likely = mapping.dialect.delimiter, _likely_delimiter(mapping, head)
    if likely == own:
        return ""
    return (
        f"it looks separated by {_said(likely)} while the mapping {mapping.name}"
        f" expects {_said(own)}"
    )


def _said(delimiter: str) -> str:
    return "tabs" if delimiter == "\t" else delimiter
