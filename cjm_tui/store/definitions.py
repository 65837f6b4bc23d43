"""The recorded definitions of KPIs, and running an earlier one on the data of today."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from cjm_tui.domain.kpi import Direction, Kpi, Measure, Unit
from cjm_tui.domain.sql_text import used_parameters
from cjm_tui.errors import CatalogError, CjmError
from cjm_tui.store.catalog import KPI_COLUMNS, KPI_PARAMS, SETTINGS, StoredQuery, filled, told_hash
from cjm_tui.store.contract import check_contract
from cjm_tui.store.session import Reader
from cjm_tui.store.settings import SiteSettings, checked

_SETTING_AFTER = """
select old from change_log where noun = 'setting' and id = ? and "at" >= ?
order by "at", rowid limit 1
"""
_TYPES = {bool: "boolean", int: "integer", float: "double", str: "varchar"}
_WEIGHTED = (Measure.RATE, Measure.RATIO)
_SUMS = """
select touchpoint_id, cast(local_at as date), count(*), sum("value"), sum("value" * "value"),
    count(*) filter ("value" >= 9), count(*) filter ("value" <= 6), {weight}
from (
{sql}
) as denominator
where touchpoint_id is not null
group by 1, 2 order by 1, 2
"""
_VALUES = """
select touchpoint_id, "value", count(*)
from (
{sql}
) as denominator
where touchpoint_id is not null
group by 1, 2 order by 1, 2
"""


@dataclass(frozen=True)
class Definition:
    """One definition of a KPI as it was recorded."""

    kpi: str
    sql_hash: str
    sql: str
    since: datetime  # UTC
    who: str
    declared: Mapping[str, Any]  # only settings, of one recorded by a cjm that kept no more


def declared(query: StoredQuery, settings: SiteSettings) -> str:
    """Return as JSON what a definition needs beside its SQL to be run again."""
    kpi = query.kpi
    assert kpi is not None
    used = sorted(query.params.keys() & SETTINGS)
    return json.dumps(
        {
            "measure": kpi.measure.value,
            "unit": kpi.unit.value,
            "direction": kpi.direction.value,
            "window": kpi.window_days,
            "quantile": kpi.quantile,
            "settings": {key: getattr(settings, key) for key in used},
        }
    )


def definitions(reader: Reader, kpi: str) -> tuple[Definition, ...]:
    """Return every recorded definition, newest first."""
    return tuple(
        Definition(
            kpi, digest, sql or "", since, who, _parsed(known) or _settings_then(reader, sql, since)
        )
        for digest, _, _, _, sql, since, who, known in reader.query(
            "kpi_definition_history", kpi=kpi
        )
    )


def as_kpi(definition: Definition, now: Kpi) -> Kpi:
    """Return the KPI as that definition had it; what was not recorded is as today."""
    known = definition.declared
    if "measure" not in known:
        return now
    return replace(
        now,
        measure=Measure(known["measure"]),
        unit=Unit(known["unit"]),
        direction=Direction(known["direction"]),
        window_days=known["window"],
        quantile=known["quantile"],
    )


def runnable(reader: Reader, definition: Definition, kpi: Kpi, given: Mapping[str, Any]) -> str:
    """Return the definition's SQL with the days `given` and its own settings filled in.

    Raises CatalogError where it is no longer a query that this database can answer.
    """
    names = used_parameters(definition.sql)
    then = definition.declared.get("settings", {})
    if told_hash(definition.sql, then) != definition.sql_hash:
        raise CatalogError("What it took from the site's settings then is not known.")
    values = {name: given[name] if name in given else then.get(name) for name in names}
    weight = ("weight",) if kpi.measure in _WEIGHTED else ()
    query = StoredQuery(
        name=kpi.name,
        title=kpi.title,
        description=kpi.description,
        kind="kpi",
        params={n: "timestamp" if n in KPI_PARAMS else _type_of(values[n]) for n in names},
        columns=KPI_COLUMNS + weight,
        sql=definition.sql,
        sql_hash=definition.sql_hash,
        path=Path(f"{kpi.name}.sql"),
        kpi=kpi,
    )
    check_contract(query, reader)
    return filled(definition.sql, values)


def sums_by_place(reader: Reader, kpi: Kpi, sql: str) -> list[tuple[Any, ...]]:
    """Return touchpoint, day and the sums of `kpi_day` of the rows that filled-in SQL gives.

    Raises CjmError where the SQL fails on the data.
    """
    weight = "sum(weight)" if kpi.measure in _WEIGHTED else "0::double"
    return _asked(reader, _SUMS.format(sql=sql, weight=weight))


def values_by_place(reader: Reader, sql: str) -> list[tuple[Any, ...]]:
    """Return touchpoint, value and how often of those rows, ascending; raises CjmError likewise."""
    return _asked(reader, _VALUES.format(sql=sql))


def _asked(reader: Reader, sql: str) -> list[tuple[Any, ...]]:
    import duckdb

    try:
        return reader.rows(sql)
    except duckdb.Error as error:
        reason = str(error).partition("\n")[0]
        raise CjmError(f"It fails on the data of today: {reason}") from error


def _settings_then(reader: Reader, sql: str, since: datetime) -> Mapping[str, Any]:
    """Return the settings that a definition took, as the change log remembers them."""
    found: dict[str, Any] = {}
    for name in used_parameters(sql):
        if name in SETTINGS:
            now = getattr(reader.settings, name)
            later = reader.rows(_SETTING_AFTER, [name, since])
            found[name] = checked(name, later[0][0]) if later else now
    return {"settings": found}


def _type_of(value: object) -> str:
    if type(value) not in _TYPES:
        raise CatalogError("It takes a parameter that is no site setting any more.")
    return _TYPES[type(value)]


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        known = json.loads(text) if text else {}
    except ValueError:
        return {}
    needed = {"measure", "unit", "direction", "window", "quantile"}
    return known if isinstance(known, dict) and needed <= known.keys() else {}
