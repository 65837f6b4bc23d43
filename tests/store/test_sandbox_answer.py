"""Values that Python and polars cannot hold arrive as text instead of breaking the answer."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cjm_tui.config import FixedClock
from cjm_tui.store.database import Database
from cjm_tui.store.sandbox import run_sql

NOW = FixedClock(datetime(2026, 11, 21, tzinfo=UTC))


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return Database.create(tmp_path_factory.mktemp("answer") / "x.duckdb", "UTC", NOW)


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("date '2026-11-20'", date(2026, 11, 20)),
        ("timestamp '2026-11-20 09:00'", datetime(2026, 11, 20, 9)),
        ("1.50::decimal(5, 2)", Decimal("1.50")),
        ("date '9999-12-31'", date(9999, 12, 31)),
        ("date '0001-01-01'", date(1, 1, 1)),
        ("date '10000-01-01'", "10000-01-01"),
        ("date 'infinity'", "infinity"),
        ("timestamp '290000-01-01'", "290000-01-01 00:00:00"),
        ("timestamptz '-infinity'", "-infinity"),
        ("timestamp_ns '2026-11-20 09:00:00.123456789'", "2026-11-20 09:00:00.123456789"),
        ("interval 3 month", "3 months"),
        ("union_value(x := 1)", "1"),
        ("[date 'infinity']", "[infinity]"),
    ],
)
def test_a_value_arrives_as_itself_or_as_its_text(database, sql, value):
    result = run_sql(database, f'select {sql} as "a ""b"""')
    assert result.table.to_pylist() == [{'a "b"': value}]


def test_the_rows_keep_their_order_and_the_types_their_names(database):
    sql = "select n, date '2026-01-01' + (n * 1000000)::integer as d from range(0, 6) as r(n) order by n desc"
    result = run_sql(database, sql, limit=5)
    assert result.types == ("BIGINT", "DATE")
    assert [row["n"] for row in result.table.to_pylist()] == [5, 4, 3, 2, 1]
    assert result.cut
