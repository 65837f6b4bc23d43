"""What is seen of a result: sorted, filtered, without hidden columns, and safe on a terminal.

Arrow tables in, Arrow tables out; the result itself stays as it came, for copies and exports.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from cjm_tui.domain.panel import Result
from cjm_tui.domain.text import UNSAFE_RE2

_BREAKS_RE2 = r"\r\n|\r|\n"


@dataclass(frozen=True, slots=True)
class View:
    """How a person looks at a result; `sorted_by` is a column's place."""

    sorted_by: int | None = None
    descending: bool = False
    needle: str = ""
    hidden: frozenset[int] = frozenset()

    def turned(self, column: int) -> "View":
        """Return the view sorted by the column: up, then down, then as it came."""
        if self.sorted_by != column:
            return replace(self, sorted_by=column, descending=False)
        if not self.descending:
            return replace(self, descending=True)
        return replace(self, sorted_by=None, descending=False)

    def words(self, result: Result, rows: int) -> str:
        """Say what is done to the result; "" for nothing."""
        said = []
        if self.needle:
            said.append(f"{rows:,} with “{self.needle}”")
        if self.sorted_by is not None:
            way = "down" if self.descending else "up"
            said.append(f"sorted {way} by {result.columns[self.sorted_by]}")
        if self.hidden:
            said.append(f"{len(self.hidden)} hidden")
        return " · ".join(said)


def shown_columns(result: Result, hidden: Collection[int]) -> tuple[int, ...]:
    """Return the places of the columns that are seen."""
    return tuple(at for at in range(len(result.columns)) if at not in hidden)


def arranged(result: Result, view: View) -> Any:
    """Return the rows as the view has them, with all columns and as they came."""
    from pyarrow import compute

    table = result.table
    if view.needle:
        table = table.filter(_having(table, view.needle))
    if view.sorted_by is not None:
        column = table.column(view.sorted_by)
        try:
            order = compute.sort_indices(
                column, sort_keys=[("", "descending" if view.descending else "ascending")]
            )
        except (NotImplementedError, TypeError, ValueError):  # lists and structs, by their text
            texts = _texts(column)
            order = compute.sort_indices(
                texts, sort_keys=[("", "descending" if view.descending else "ascending")]
            )
        table = table.take(order)
    return table


def _having(table: Any, needle: str) -> Any:
    """Return which rows have the needle in any column, upper and lower case alike."""
    import pyarrow
    from pyarrow import compute

    found = pyarrow.array([False] * table.num_rows, type=pyarrow.bool_())
    for column in table.columns:
        has = compute.match_substring(_texts(column), needle, ignore_case=True)
        found = compute.or_(found, compute.fill_null(has, fill_value=False))
    return found


def _texts(column: Any) -> Any:
    import pyarrow
    from pyarrow import compute

    try:
        return compute.cast(column, pyarrow.string())
    # Arrow casts no lists and structs (NotImplementedError in older kernels), and no odd bytes.
    except (NotImplementedError, pyarrow.ArrowInvalid, pyarrow.ArrowNotImplementedError):
        return pyarrow.chunked_array(
            [[None if v is None else str(v) for v in column.to_pylist()]], type=pyarrow.string()
        )


def safe(table: Any) -> Any:
    """Return the rows without anything that acts on a terminal; a line break is seen as ↵."""
    import pyarrow
    from pyarrow import compute

    columns = []
    for column in table.columns:
        shown = column
        if pyarrow.types.is_string(column.type) or pyarrow.types.is_large_string(column.type):
            shown = compute.replace_substring_regex(shown, _BREAKS_RE2, "↵")
            shown = compute.replace_substring(shown, "\t", "⇥")
            shown = compute.replace_substring_regex(shown, UNSAFE_RE2, "�")
        columns.append(shown)
    names = [f"{at}" for at in range(len(columns))]  # two columns may have one name
    return pyarrow.table(columns, names=names)
