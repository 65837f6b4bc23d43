"""What a file without a header row is known by: the number of its cells, and what they look like.

A mapping declares both; four of five of the first records must agree, so that a bad record does
not hide the file, and a file of another kind is not taken for it.
"""

import re
from collections.abc import Sequence

from cjm_tui.errors import RefusedFileError
from cjm_tui.importers.dialect import Dialect
from cjm_tui.importers.head import LOOKED_AT, Head
from cjm_tui.importers.mapping import Mapping

_AGREEING = 0.8


def first_records(dialect: Dialect, head: Head) -> list[tuple[str, ...]]:
    """Return the first records after the header rows, without one that the head cuts off."""
    records = [record.cells for record in head.records(dialect)[: LOOKED_AT + dialect.header_rows]]
    if not head.complete and 1 < len(records) < LOOKED_AT + dialect.header_rows:
        records.pop()
    return records[dialect.header_rows :]


def width_of(mapping: Mapping, records: Sequence[tuple[str, ...]]) -> int:
    """Return how many cells the records of a file without a header row have.

    Raises RefusedFileError where they have too few or too many for the mapping.
    """
    low, high = len(mapping.required), len(mapping.required + mapping.optional)
    fitting = [len(cells) for cells in records if low <= len(cells) <= high]
    if len(fitting) < _AGREEING * len(records):
        least = f"{low}" if low == high else f"{low} to {high}"
        odd = next(len(cells) for cells in records if not low <= len(cells) <= high)
        raise RefusedFileError(f"a record has {odd} cells, not {least}")
    return high if mapping.dialect.ragged else max(fitting, key=fitting.count)


def refuse_other_cells(
    mapping: Mapping, records: Sequence[tuple[str, ...]], positions: dict[str, int]
) -> None:
    """Raise RefusedFileError where the cells do not look as the mapping says."""
    for column, pattern in mapping.cells.items():
        at = positions.get(column)
        if at is None:
            continue
        look = re.compile(pattern)
        other = [c for c in records if not look.fullmatch(c[at] if at < len(c) else "")]
        if len(records) - len(other) < _AGREEING * len(records):
            raise RefusedFileError(f"its cells are not {mapping.name}'s: see {column}")
