"""An IVR's calls and their visits, put together once for several questions, and as SQL."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cjm_tui.store.catalog import Catalog, filled
from cjm_tui.store.denominator import indented
from cjm_tui.store.session import Reader

CALLS, VISITS = "ivr_calls", "ivr_visits"


def put_together(reader: Reader, catalog: Catalog, values: Mapping[str, Any]) -> None:
    """Make the tables of calls and visits, which live as long as the connection."""
    writer = reader.scratch()
    for name in (CALLS, VISITS):
        query = catalog.get(name)
        bound = reader.bound(CALLS, **values)
        writer.execute(
            f"create or replace temp table {name} as\n{query.own_sql}",
            {key: bound[key] for key in query.own_params},
        )


def filled_in(reader: Reader, catalog: Catalog, name: str, values: Mapping[str, Any]) -> str:
    """Return a stored query of the calls or their visits as SQL that runs as it stands."""
    bound = reader.bound(name, **values)
    plain = {
        key: value.replace(tzinfo=None) if isinstance(value, datetime) else value
        for key, value in bound.items()
    }
    return filled(catalog.get(name).sql, plain)


def cut(sql: str, where: str, parted: str) -> str:
    """Return the rows of SQL that a condition takes, in order; `parted` is its column of nodes."""
    rows = f"from (\n{indented(sql)}\n) as of_the_ivr"
    shown = f"replace({parted}, chr(31), ' > ') as {parted}"
    return f"select * replace ({shown})\n{rows}\nwhere {where}\norder by local_at, source_id"
