"""Records that the database's reader could not cut into the header's cells, and why."""

from dataclasses import dataclass

from cjm_tui.importers.content import Content
from cjm_tui.importers.header import Header
from cjm_tui.store.staging import Staging

RAW_SHOWN = 2000  # characters of a refused record that are kept
QUOTES = "a quote is not closed, or has text after it"
TOO_LONG = "is longer than 2 million bytes"

_REASONS = {
    "UNQUOTED VALUE": QUOTES,
    "INVALID ENCODING": "has bytes that are not UTF-8",
    "LINE SIZE OVER MAXIMUM": TOO_LONG,
}
_DOUBTFUL = ("UNQUOTED VALUE", "LINE SIZE OVER MAXIMUM")


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that is refused for its form."""

    line: int  # physical, from 1
    column: str
    reason: str
    raw: str
    lines: int = 1  # physical lines that it takes
    doubtful: bool = False  # whether records behind it may have been taken for a part of it


def rejects_of(
    staging: Staging, content: Content, header: Header, table: str
) -> tuple[Reject, ...]:
    """Return what the reader noted in its table of rejects, by line."""
    found = staging.rows(
        f"""
        select line_byte_position, arg_min(error_type, (byte_position, column_idx)),
            min(column_idx), max(column_idx), any_value(csv_line)
        from {table} group by line_byte_position order by line_byte_position
        """
    )
    if not found:
        return ()
    lines = _lines_at(content, [int(row[0]) - 1 for row in found])
    return tuple(
        _reject(line, str(kind), first, last, str(raw or ""), header)
        for line, (_, kind, first, last, raw) in zip(lines, found, strict=True)
    )


def _reject(
    line: int, kind: str, first: int | None, last: int | None, raw: str, header: Header
) -> Reject:
    # DuckDB counts the columns that are missing from 0, all others from 1.
    width = len(header.cells)
    at = first if kind == "MISSING COLUMNS" else (first or 0) - 1
    name = header.cells[at] if at is not None and 0 <= at < width else ""
    if kind == "MISSING COLUMNS":
        reason = f"has {first} of {width} cells"
    elif kind == "TOO MANY COLUMNS":
        reason = f"has {last} cells instead of {width}"
    else:
        reason = _REASONS.get(kind, kind.lower())
    doubtful = kind in _DOUBTFUL or "\n" in raw.rstrip("\n")
    return Reject(line, name, reason, raw[:RAW_SHOWN], doubtful=doubtful)


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
