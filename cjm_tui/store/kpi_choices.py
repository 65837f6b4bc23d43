"""What people decide about KPIs, kept in `kpi_choice`, each old value in the change log."""

from collections.abc import Sequence
from typing import Any

from cjm_tui.domain.form import Edit
from cjm_tui.store.edits import refuse_conflicts
from cjm_tui.store.session import Reader, Writer

NOUN = "kpi_choice"
_DEFAULTS: dict[str, Any] = {"class": None, "retired": False}


def choice_of(reader: Reader, kpi: str) -> dict[str, Any]:
    """Return class (None: as its file has it) and whether it is retired."""
    rows = reader.rows("select class, retired from kpi_choice where kpi = ?", [kpi])
    return dict(zip(_DEFAULTS, rows[0], strict=True)) if rows else dict(_DEFAULTS)


def keep_choice(
    writer: Writer, kpi: str, edits: Sequence[Edit], why: str, *, filed: str = ""
) -> None:
    """Change what is decided about a KPI; the log knows its own class by what its file has.

    Raises ConflictError, with nothing changed, where somebody else has decided otherwise meanwhile.
    """
    current = choice_of(writer, kpi)
    refuse_conflicts(writer, NOUN, kpi, edits, current)
    for edit in edits:
        if current[edit.field] != edit.new:
            old, new = (filed if v is None else v for v in (current[edit.field], edit.new))
            writer.log_change(NOUN, kpi, edit.field, old=old, new=new, why=why)
    now = current | {edit.field: edit.new for edit in edits}
    if now == current:
        return
    writer.execute("delete from kpi_choice where kpi = ?", [kpi])
    if now != _DEFAULTS:
        values = [kpi, now["class"], now["retired"], why, writer.who, writer.now]
        writer.execute("insert into kpi_choice values (?, ?, ?, ?, ?, ?)", values)
