"""Recognising a file: which mapping reads it, and where each of the mapping's columns stands.

A mapping fits where the header names all its required columns, in any order, ignoring case and
spaces. Where several fit, those whose name pattern matches the file come first, then the one that
knows most of the header's columns; a tie is refused, never guessed. A mapping without a header
row fits by its name pattern and its number of cells alone.
"""

import csv
import difflib
import fnmatch
import io
from collections.abc import Iterable
from dataclasses import dataclass

from cjm_tui.errors import RefusedFileError
from cjm_tui.importers.mapping import Mapping, fold

_CLOSE = 0.75
_BOMS = (b"\xff\xfe", b"\xfe\xff")


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
        return _fitted(forced, head)
    fitting: list[tuple[bool, int, Header]] = []
    near: list[tuple[float, str]] = []
    for mapping in mappings:
        named = _named(mapping, file_name)
        if mapping.dialect.header_rows == 0 and not named:
            continue
        try:
            header = _fitted(mapping, head)
        except RefusedFileError as error:
            near.append((_nearness(mapping, head, named), f"{mapping.name}: {error.message}"))
        else:
            fitting.append((named, len(header.positions), header))
    if not fitting:
        raise RefusedFileError(_why_none(head, near))
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
    if mapping.dialect.header_rows == 0:
        if not len(mapping.required) <= len(cells) <= len(mapping.columns):
            raise RefusedFileError(
                f"a record has {len(cells)} cells, not {len(mapping.required)}"
                + (f" to {len(mapping.columns)}" if mapping.optional else "")
            )
        columns = mapping.columns[: len(cells)]
        return Header(mapping, columns, {name: at for at, name in enumerate(columns)}, 0)
    if any("\0" in cell for cell in cells):
        raise RefusedFileError("it is not text")
    folded = [fold(cell) for cell in cells]
    positions = {name: folded.index(fold(name)) for name in mapping.columns if fold(name) in folded}
    missing = [name for name in mapping.required if name not in positions]
    if missing:
        raise RefusedFileError(f"its header lacks {', '.join(missing)}")
    twice = sorted({cell for cell in folded if cell and folded.count(cell) > 1})
    if twice:
        raise RefusedFileError(f"its header names {', '.join(twice)} twice")
    _refuse_misspelt(mapping, cells, positions)
    return Header(mapping, cells, positions, lines)


def _first_records(mapping: Mapping, head: bytes) -> tuple[tuple[str, ...], int] | None:
    """Return the cells of the first record, and the physical lines that the header rows take."""
    dialect = mapping.dialect
    text = head.decode("utf-8-sig" if dialect.encoding == "utf-8" else dialect.encoding, "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    records = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
    )
    first: tuple[str, ...] = ()
    seen = 0
    try:
        for record in records:
            if not record:
                continue
            first = first or tuple(cell.strip() for cell in record)
            seen += 1
            if seen >= max(1, dialect.header_rows):
                return first, records.line_num
    except csv.Error:
        return None
    return None


def _refuse_misspelt(mapping: Mapping, cells: tuple[str, ...], positions: dict[str, int]) -> None:
    """Refuse a header in which an absent column seems to be there under a misspelt name."""
    known = set(positions.values())
    absent = [fold(name) for name in mapping.optional if name not in positions]
    for at, cell in enumerate(cells):
        if at not in known and cell:
            close = difflib.get_close_matches(fold(cell), absent, n=1, cutoff=_CLOSE)
            if close:
                raise RefusedFileError(f"its header has {cell!r}: did you mean {close[0]}?")


def _named(mapping: Mapping, file_name: str) -> bool:
    return fnmatch.fnmatchcase(file_name.lower(), mapping.pattern.lower())


def _nearness(mapping: Mapping, head: bytes, named: bool) -> float:
    records = _first_records(mapping, head)
    cells = {fold(cell) for cell in records[0]} if records else set()
    known = sum(fold(name) in cells for name in mapping.columns)
    return known / max(1, len(mapping.required)) + (0.5 if named else 0.0)


def _why_none(head: bytes, near: list[tuple[float, str]]) -> str:
    if head.startswith(_BOMS):
        return "it is UTF-16, which no mapping of its name declares"
    if b"\0" in head[:4096]:
        return "it is not text"
    near.sort(reverse=True)
    if near and near[0][0] >= 0.5:
        return f"no mapping fits; nearest is {near[0][1]}"
    return "no mapping fits its header (or it has none)"
