"""A number's query as the panel opens it: the stored SQL, its filters as parameters above it."""

from datetime import UTC, date, datetime, time
from typing import Any

from cjm_tui.domain.breakdown import WHOLE, Cut
from cjm_tui.domain.form import as_text
from cjm_tui.domain.sql_text import value_of, with_parameters
from cjm_tui.services.asked import asked
from cjm_tui.services.figure import figure
from cjm_tui.services.scores import bounds
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.denominator import indented
from cjm_tui.store.session import Reader


def panel_text(
    reader: Reader, catalog: Catalog, touchpoint: str, kpi: str | None, period: str, cut: Cut
) -> tuple[str, str]:
    """Return the KPI's name, and SQL that gives the rows behind its number at the touchpoint.

    A part of a number, and one of all touchpoints, come with their filters written in.
    Raises as `figure` does.
    """
    if cut != WHOLE or not touchpoint:
        found = figure(reader, catalog, touchpoint, kpi, period, cut)
        return found.kpi, found.sql
    meant = asked(reader, catalog, touchpoint, kpi, period)
    name = meant.place.kpi
    days = bounds(meant.span.first, meant.span.last)
    values = reader.bound(name, **days, as_of=reader.now)
    given = {key: line_value(value) for key, value in values.items()}
    sql = (
        f"select *\nfrom (\n{indented(catalog.get(name).sql)}\n) as denominator\n"
        "where touchpoint_id = $touchpoint\norder by local_at, source_id\n"
    )
    return name, with_parameters(sql, given | {"touchpoint": line_value(meant.place.touchpoint_id)})


def line_value(value: Any) -> str:
    """Return a value as a parameter's line says it, so that it is read as what it is."""
    if value is None:
        return "null"
    if isinstance(value, datetime):
        plain = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        return str(plain.date() if plain.time() == time() else plain)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and (not value or value_of(value) != value):
        return "'" + value.replace("'", "''") + "'"
    return as_text(value)
