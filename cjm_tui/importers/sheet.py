"""A sheet of refused records: written for a spreadsheet, corrected there, and read again.

It has the file's own columns, then `cjm_more` (text of a record that has more cells than columns;
only where there is any) and the columns that say which record it is and why it was refused.
"""

import csv
import io
import re
from collections.abc import Sequence

from cjm_tui.domain.text import shown
from cjm_tui.importers.json_rows import NOT_JSON
from cjm_tui.store.corrections import Origin, RefusedRecord

BATCH, LINE, REASON, MORE = "cjm_batch", "cjm_line", "cjm_reason", "cjm_more"
OWN = (MORE, BATCH, LINE, REASON)
MASK = "[masked]"
MARKS = (MASK, "[number]", "[e-mail]")
DELIMITERS = (",", ";", "\t")
# A spreadsheet takes a cell that begins so for a formula; a quote before it makes it text.
_FORMULA = re.compile(r"'?[=+\-@\t\r]|''")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\Z")
DEFUSED = r"^'(['=+\-@\t\r])"


def sheet_text(origin: Origin, records: Sequence[RefusedRecord]) -> str:
    """Return the sheet as CSV, in the file's own delimiter where spreadsheets know it."""
    width = len(origin.cells)
    rows = [_row(record, origin) for record in records]
    more = any(len(row) > width for row in rows)
    delimiter = origin.delimiter if origin.delimiter in DELIMITERS else ","
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow([*map(shown, origin.cells), *(OWN if more else OWN[1:])])
    for record, row in zip(records, rows, strict=True):
        cells = [*row[:width], *[""] * (width - len(row))]
        if more:
            cells.append(origin.delimiter.join(row[width:]))
        reason = f"{record.column}: {record.reason}" if record.column else record.reason
        writer.writerow([*map(defused, cells), record.batch, record.line, shown(reason)])
    return out.getvalue()


def _row(record: RefusedRecord, origin: Origin) -> list[str]:
    if record.reason == NOT_JSON:  # it has no cells
        return [*[""] * len(origin.cells), record.raw]
    return cells_of(record.raw, origin)


def cells_of(raw: str, origin: Origin) -> list[str]:
    """Return the cells of a record as it is kept.

    One whose quotes do not close is split at every delimiter, and lines after its first are one
    cell behind the last column.
    """
    if "\n" not in raw and '"' not in raw:
        return raw.split(origin.delimiter)
    lines = io.StringIO(raw, newline="")
    try:
        found = list(csv.reader(lines, delimiter=origin.delimiter, strict=True))
    except csv.Error:
        found = []
    if len(found) == 1:
        return found[0]
    first, _, others = raw.partition("\n")
    cells = first.split(origin.delimiter)
    if others.strip():
        cells += [""] * (len(origin.cells) - len(cells)) + [others]
    return cells


def defused(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; `restored` gives it back."""
    return "'" + cell if _FORMULA.match(cell) and not _NUMBER.match(cell) else cell


def restored(cell: str) -> str:
    """Return what `defused` was given."""
    return cell[1:] if re.match(DEFUSED, cell) else cell
