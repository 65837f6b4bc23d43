"""What is known of a denominator's rows: SQL that joins them to the legs, answers, contacts."""

from typing import Any

from cjm_tui.domain.breakdown import Cut, Dimension
from cjm_tui.store.catalog import Catalog, filled, literal
from cjm_tui.store.denominator import indented
from cjm_tui.store.session import Reader

_PREFIX = "dimensions_of_"


def dimensions_sql(
    reader: Reader, catalog: Catalog, kpi: str, touchpoint_id: str, **bounds: Any
) -> str:
    """Return SQL for the dimensions of what a KPI counts at a touchpoint; "" where none are known.

    `bounds` are the days' `from` and `to`. One stored query `dimensions_of_<table>` for each table
    whose name the KPI's SQL quotes as a `source_table`; one that it quotes otherwise does no harm.
    """
    counted = catalog.get(kpi).sql
    names = [
        query.name
        for query in catalog
        if query.name.startswith(_PREFIX)
        and not query.personal
        and f"'{query.name.removeprefix(_PREFIX)}'" in counted
    ]
    return "\nunion all\n".join(
        filled(catalog.get(name).sql, reader.bound(name, touchpoint=touchpoint_id, **bounds))
        for name in names
    )


def with_dimensions(rows: str, dimensions: str) -> str:
    """Return the `from` clause that joins SQL of a denominator, by that name, to its dimensions."""
    clause = f"from (\n{indented(rows)}\n) as denominator"
    if not dimensions:
        return clause
    return (
        f"{clause}\nleft join (\n{indented(dimensions)}\n) as dimensions\n"
        "    on denominator.source_table = dimensions.source_table\n"
        "    and denominator.source_id = dimensions.source_id"
    )


def value_sql(dimension: Dimension, dimensions: str) -> str:
    """Return the expression for a row's value in a dimension, after `with_dimensions`."""
    if dimension is Dimension.WEEKDAY:
        return "isodow(denominator.local_at)"
    if dimension is Dimension.HOUR:
        return "hour(denominator.local_at)"
    return f"dimensions.{dimension.column}" if dimensions else "cast(null as varchar)"


def cut_sql(rows: str, dimensions: str, cut: Cut, touchpoint_id: str) -> str:
    """Return SQL that runs as it stands: the rows of a KPI at a touchpoint that the cut takes.

    They keep their columns and get those of the cut's dimensions.
    """
    joined = dimensions if any(not dimension.by_clock for dimension, _ in cut.values) else ""
    columns = [
        f'{value_sql(dimension, joined)} as "{dimension.column}"' for dimension, _ in cut.values
    ]
    taken = [f"denominator.touchpoint_id = {literal(touchpoint_id)}"]
    taken += [
        f"{value_sql(dimension, joined)} {_is(dimension, value)}" for dimension, value in cut.values
    ]
    wanted = ", ".join(["denominator.*", *columns])
    where = "\n    and ".join(taken)
    return (
        f"select {wanted}\n{with_dimensions(rows, joined)}\n"
        f"where {where}\norder by local_at, source_id"
    )


def _is(dimension: Dimension, value: str | None) -> str:
    if value is None:
        return "is null"
    return f"= {int(value)}" if dimension.by_clock else f"= {literal(value)}"
