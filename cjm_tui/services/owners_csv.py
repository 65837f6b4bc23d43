"""Ownership as the product's own CSV files: what `cjm import` reads again, whole."""

import csv
import io

from cjm_tui.domain.form import as_text
from cjm_tui.errors import UsageError
from cjm_tui.importers.sheet import defused
from cjm_tui.store.session import Reader

FILES = {
    "accountability": ("touchpoint_id", "party_id", "role", "since", "until", "confirmed_at"),
    "parties": ("party_id", "name", "department", "kind", "state", "logins"),
    "objectives": ("party_id", "kpi", "value", "target"),
    "stage_departments": ("stage_id", "department", "role"),
}


def csv_text(reader: Reader, name: str) -> str:
    """Return one of FILES as CSV; cells that a spreadsheet would run begin with a quote.

    Raises UsageError for a name that is none of them.
    """
    if name not in FILES:
        raise UsageError(f"There is no file {name!r}.", hint=f"There are {', '.join(FILES)}.")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FILES[name])
    for row in reader.query(f"export_{name}"):
        writer.writerow([defused(as_text(cell)) for cell in row])
    return out.getvalue()
