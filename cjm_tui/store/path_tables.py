"""Paths put together once for several questions, as temporary tables."""

from collections.abc import Mapping
from typing import Any

from cjm_tui.store.catalog import Catalog, filled, literal
from cjm_tui.store.denominator import indented
from cjm_tui.store.session import Reader

CASES, STEPS = "path_cases", "path_steps"


def cases_sql(reader: Reader, catalog: Catalog, segment: str | None, **values: Any) -> str:
    """Return SQL that runs as it stands: the paths, of one segment or, for None, of all.

    "" is the segment that is not known.
    """
    sql = filled(catalog.get(CASES).sql, _naive(reader.bound(CASES, **values)))
    if segment is None:
        return sql
    wanted = "is null" if segment == "" else f"= {literal(segment)}"
    return f"select *\nfrom (\n{indented(sql)}\n) as paths\nwhere segment {wanted}"


def put_together(reader: Reader, catalog: Catalog, cases: str) -> None:
    """Make the tables of paths and of their steps, which live as long as the connection."""
    writer = reader.scratch()
    writer.execute(f"create or replace temp table {CASES} as\n{cases}")
    steps = catalog.get(STEPS).own_sql
    writer.execute(f"create or replace temp table {STEPS} as\n{steps}")


def ask(reader: Reader, catalog: Catalog, name: str) -> list[tuple[Any, ...]]:
    """Return the rows of a stored query that reads the paths or their steps, from these tables."""
    query = catalog.get(name)
    known = reader.bound(name, **dict.fromkeys(query.params.keys() - query.own_params))
    return reader.rows(query.own_sql, {key: known[key] for key in query.own_params} or None)


def standing(catalog: Catalog, cases: str, select: str, *, steps: bool = False) -> str:
    """Return SQL that runs as it stands: `select` over the paths, and with `steps` their steps."""
    ctes = [f"{CASES} as (\n{indented(cases)}\n)"]
    if steps:
        ctes.append(f"{STEPS} as (\n{indented(catalog.get(STEPS).own_sql)}\n)")
    return f"with {', '.join(ctes)}\n\n{select}"


def _naive(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value.replace(tzinfo=None) if hasattr(value, "tzinfo") else value
        for key, value in values.items()
    }
