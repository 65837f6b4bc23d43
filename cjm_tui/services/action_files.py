"""Actions as the product's own CSV files: what `cjm import` takes whole again."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cjm_tui.errors import UsageError
from cjm_tui.store.session import Reader

ACTIONS = "actions"
# The file's name, its table, and columns that are called otherwise in the file.
FILES: dict[str, tuple[str, dict[str, str]]] = {
    "opportunities": ("opportunity", {"at": "on_day"}),
    "propositions": ("proposition", {"at": "on_day"}),
    ACTIONS: ("action", {}),
    "action_departments": ("action_department", {}),
    "milestones": ("milestone", {}),
    "communications": ("communication", {"at": "on_day"}),
    "evidence": ("evidence", {}),
    "action_events": ("action_event", {}),
}


def file_text(reader: Reader, name: str) -> str:
    """Return one of the files: all rows of its table, times in UTC with their offset."""
    table, renamed = FILES[name]
    found = reader.records(f"select * from {table} order by all")  # one of our own names
    if name == ACTIONS:
        _add_departments(reader, found)
    columns = [str(column) for (column,) in reader.rows(_COLUMNS, [table])]
    columns += ["departments"] if name == ACTIONS else []
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([renamed.get(column, column) for column in columns])
    writer.writerows([_cell(row[column]) for column in columns] for row in found)
    return out.getvalue()


_COLUMNS = """
    select column_name from duckdb_columns()
    where database_name = current_database() and table_name = ? order by column_index
"""


def write_files(reader: Reader, folder: Path) -> tuple[Path, ...]:
    """Write the files that have rows into a folder, for an import refuses an empty one.

    Raises UsageError where one of them is there already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts = {folder / f"{name}.csv": file_text(reader, name) for name in FILES}
    targets = [path for path, text in texts.items() if text.count("\n") > 1]
    if there := [path.name for path in targets if path.exists()]:
        raise UsageError(f"{folder} has {', '.join(there)} already.", hint="Name another folder.")
    for path in targets:
        path.write_text(texts[path], encoding="utf-8")
    return tuple(targets)


def _add_departments(reader: Reader, found: Sequence[dict[str, Any]]) -> None:
    """Say in the actions' own file too who takes part: it is the one that people edit."""
    names: dict[str, list[str]] = {}
    for row in reader.query("action_departments", action=None):
        names.setdefault(row[0], []).append(row[1])
    for line in found:
        line["departments"] = ";".join(names.get(line["action_id"], ()))


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value.isoformat(sep=' ')}+00:00"
        case date():
            return value.isoformat()
        case float():
            return f"{value:.17g}"
    return str(value)
