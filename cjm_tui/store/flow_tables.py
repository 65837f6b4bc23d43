"""What is asked of an IVR's calls and of their visits, and the rows of both as SQL."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cjm_tui.store.catalog import Catalog, filled
from cjm_tui.store.denominator import indented
from cjm_tui.store.session import Reader

CALLS, VISITS, _STAYS = "ivr_calls", "ivr_visits", "ivr_stays"


class FlowTables:
    """The calls of an IVR that are chosen: their visits are counted once for several questions."""

    def __init__(self, reader: Reader, catalog: Catalog, values: Mapping[str, Any]) -> None:
        self._reader = reader
        self._catalog = catalog
        self._values = values
        self._writer = reader.scratch()
        sql, params = self._bound(_STAYS)
        self._writer.execute(f"create or replace temp table {_STAYS} as\n{sql}", params)

    def ask(self, name: str, **more: object) -> list[tuple[Any, ...]]:
        """Return the rows of a stored query of the calls, of their visits, or of these counted."""
        query = self._catalog.get(name)
        if query.reads == _STAYS:
            return self._reader.rows(query.own_sql)
        sql, params = self._bound(name, **more)
        return self._reader.rows(sql, params)

    def _bound(self, name: str, **more: object) -> tuple[str, dict[str, Any]]:
        return self._catalog.get(name).sql, bound(
            self._reader, self._catalog, name, {**self._values, **more}
        )


def bound(reader: Reader, catalog: Catalog, name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the values that a stored query takes, and what it takes besides."""
    declared = catalog.get(name).params
    return reader.bound(name, **{key: values[key] for key in values.keys() & declared.keys()})


def filled_in(reader: Reader, catalog: Catalog, name: str, values: Mapping[str, Any]) -> str:
    """Return a stored query of the calls or their visits as SQL that runs as it stands."""
    plain = {
        key: value.replace(tzinfo=None) if isinstance(value, datetime) else value
        for key, value in bound(reader, catalog, name, values).items()
    }
    return filled(catalog.get(name).sql, plain)


def chosen_of(sql: str, where: str) -> str:
    """Return the rows of SQL that a condition takes."""
    return f"from (\n{indented(sql)}\n) as of_the_ivr\nwhere {where}"


def cut(sql: str, where: str, shown: Mapping[str, str]) -> str:
    """Return the same in order, its columns of nodes as one can read them."""
    replaced = ", ".join(f"{text} as {column}" for column, text in shown.items())
    return f"select * replace ({replaced})\n{chosen_of(sql, where)}\norder by local_at, source_id"
