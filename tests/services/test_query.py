"""Stored queries from the command line: parameters as text become values of their type."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cjm_tui.config import FixedClock
from cjm_tui.errors import CatalogError, UsageError
from cjm_tui.services import query as service
from cjm_tui.store.catalog import PARAM_TYPES, Catalog, load_catalog, parse_query
from cjm_tui.store.database import Database

NOW = FixedClock(datetime(2026, 11, 21, 7, 30, tzinfo=UTC))
TEXTS = {
    "timestamp": ("2026-11-20T09:00", datetime(2026, 11, 20, 9)),
    "date": ("2026-11-20", date(2026, 11, 20)),
    "varchar": ("IVR", "IVR"),
    "double": ("1.5", 1.5),
    "integer": ("7", 7),
    "boolean": ("yes", True),
}


def asking(kind):
    text = f"""/*---
title = "t"
description = "d"
kind = "table"
params = {{ x = "{kind}" }}
columns = ["x"]
---*/
select $x as x
"""
    found = parse_query(text, Path("own.sql"), origin="yours")
    return Catalog({"own": found})


@pytest.fixture
def database(tmp_path):
    return Database.create(tmp_path / "x.duckdb", "UTC", NOW)


@pytest.mark.parametrize("kind", PARAM_TYPES)
def test_every_type_that_a_query_may_declare_can_be_given(database, kind):
    text, value = TEXTS[kind.removesuffix("[]")]
    catalog = asking(kind)
    database.catalog = catalog
    if kind.endswith("[]"):
        text, value = f"{text}, {text}", [value, value]
    ask = service.stored(database, catalog, "own", {"x": text})
    assert ask.params == {"x": value}
    (row,) = service.run(database, ask, limit=1, timeout=20).table.to_pylist()
    dates = kind in ("date[]", "timestamp[]")  # which the sandbox gives as text
    assert row["x"] == (f"[{', '.join(map(str, value))}]" if dates else value)


@pytest.mark.parametrize("kind", [k for k in PARAM_TYPES if not k.startswith("varchar")])
def test_a_value_of_another_type_is_refused(database, kind):
    catalog = asking(kind)
    database.catalog = catalog
    with pytest.raises(UsageError, match=r"not a"):
        service.stored(database, catalog, "own", {"x": "perhaps"})


def test_a_users_own_query_is_held_to_its_contract_when_it_is_used(database):
    catalog = asking("integer")
    broken = catalog.get("own").__class__(**{**catalog.get("own").__dict__, "columns": ("y",)})
    database.catalog = Catalog({"own": broken})
    with pytest.raises(CatalogError, match="own"):
        service.stored(database, database.catalog, "own", {"x": "1"})


def test_kpi_queries_run_as_of_the_clock_over_the_last_28_days(database):
    catalog = load_catalog()
    database.catalog = catalog
    with pytest.raises(UsageError, match="from"):
        service.stored(database, catalog, "csat", {})  # there is no data, so no last 28 days
    ask = service.stored(database, catalog, "csat", {"from": "2026-01-01", "to": "2026-02-01"})
    assert ask.params["as_of"] == NOW.now()
