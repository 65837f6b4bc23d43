"""What of a result is copied, as text: cells as they came, rows with tabs between."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from cjm_tui.domain.json_text import json_text
from cjm_tui.widgets.result_table import Shown

MOST_ROWS = 10_000  # that a clipboard is given


def cell_in_full(value: Any) -> str:
    """Return a cell as text of any length; JSON laid out, NULL said."""
    if value is None:
        return "NULL"
    if isinstance(value, dict | list):
        return json_text(value, indent=2)
    if isinstance(value, bytes):
        return value.hex(" ")
    text = str(value)
    if text[:1] in ("{", "["):
        try:
            return json_text(json.loads(text), indent=2)
        except ValueError:
            return text
    return text


def _plain(value: Any) -> str:
    """Return a cell for a line with tabs between: it has none itself."""
    text = (
        "" if value is None else json_text(value) if isinstance(value, dict | list) else str(value)
    )
    return " ".join(text.replace("\t", " ").splitlines())


def _cell(shown: Shown, row: int, column: int) -> str:
    return cell_in_full(shown.cell(row, column))


def _row(shown: Shown, row: int, _column: int) -> str:
    return "\t".join(_plain(shown.cell(row, at)) for at in range(len(shown.columns)))


def _column(shown: Shown, _row_at: int, column: int) -> str:
    name = shown.result.columns[shown.columns[column]]
    values = shown.rows.column(shown.columns[column]).slice(0, MOST_ROWS).to_pylist()
    return "\n".join([name, *map(_plain, values)])


def _table(shown: Shown, _row_at: int, _column_at: int) -> str:
    columns = [shown.rows.column(at).slice(0, MOST_ROWS).to_pylist() for at in shown.columns]
    names = [shown.result.columns[at] for at in shown.columns]
    rows = ["\t".join(map(_plain, row)) for row in zip(*columns, strict=True)]
    return "\n".join(["\t".join(map(_plain, names)), *rows])


COPIES: Mapping[str, Callable[[Shown, int, int], str]] = {
    "cell": _cell,
    "row": _row,
    "column": _column,
    "table": _table,
}
