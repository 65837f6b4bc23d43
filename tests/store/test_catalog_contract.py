"""The contract of a stored query, as DuckDB sees the SQL."""

import pytest

from cjm_tui.errors import CatalogError
from cjm_tui.store.catalog import parse_query
from cjm_tui.store.contract import check_contract
from tests.queries.facts import Facts

FRONT = """/*---
title = "T"
description = "One row."
kind = "table"
params = { as_of = "timestamp" }
columns = ["a"]
---*/
"""
KPI = """/*---
title = "T"
description = "One row."
kind = "kpi"
params = { from = "timestamp", to = "timestamp", as_of = "timestamp" }
[kpi]
measure = "mean"
class = "output"
because = "so"
unit = "seconds"
direction = "lower"
short = "T"
variant = "v"
---*/
select touchpoint_id, local_at, 'feedback' as source_table, feedback_id as source_id,
    score as value, "at" as final_at
from feedback where local_at >= $from and local_at < $to and "at" <= $as_of
"""


@pytest.fixture(scope="module")
def reader():
    return Facts().writer


def check(sql, reader, tmp_path, front=FRONT):
    check_contract(parse_query(front + sql, tmp_path / "mine.sql"), reader)


@pytest.mark.parametrize(
    "sql",
    [
        "select $as_of as a",
        "select $as_of as a; -- now()",
        "select $as_of as a -- now()",
        "select $as_of as a, /* current_date; select 2 */ ",
        "select $as_of as a where 'now() random() current_date' <> ''",
        "select $as_of as a where $$today(); ; $$ <> ''",
        'select $as_of as a from (select 1 as "current_date") as t where t.current_date = 1',
        "with now as (select 1 as b) select $as_of as a from now",
        "select $as_of as a from (select unnest([1, 2])) as x, range(3)",
        "select $as_of as a where age($as_of, $as_of) is null",
    ],
)
def test_what_only_looks_forbidden_is_allowed(sql, reader, tmp_path):
    check(sql, reader, tmp_path)


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("select now() as a where $as_of is null", "now() is not the same"),
        ("select NOW ( ) as a where $as_of is null", "now() is not the same"),
        ("select current_date as a where $as_of is null", "current_date is not the same"),
        ("select CURRENT_TIMESTAMP as a where $as_of is null", "current_timestamp is not"),
        ("select localtimestamp as a where $as_of is null", "localtimestamp is not"),
        ("select today() as a where $as_of is null", "today() is not the same"),
        ("select get_current_time() as a where $as_of is null", "get_current_time() is not"),
        ("select age($as_of) as a", "age() is not the same"),
        ("select random() as a where $as_of is null", "random() is not the same"),
        ("select uuid() as a where $as_of is null", "uuid() is not the same"),
        ("select getvariable('x') as a where $as_of is null", "getvariable() is not"),
        ("select 1 as a from contact where $as_of is null using sample 1%", "sample"),
        ("select 1 as a from contact tablesample 1% where $as_of is null", "sample"),
        ("with x as (select random() as a) select a from x where $as_of is null", "random()"),
        ("select 1 as a", "unused: as_of"),
        ("select $as_of as a where $other is null", "not declared: other"),
        ("select ? as a where $as_of is null", "no SELECT that DuckDB can read"),
        ("select $as_of as a; select 2 as a", "more than one statement"),
        ("delete from contact where started_at < $as_of", "no SELECT"),
        (
            "with x as (delete from contact where started_at < $as_of returning 1 as a) "
            "select a from x",
            "more than select",
        ),
        ("pragma version", "no SELECT"),
        ("selec $as_of as a", "no SELECT"),
        ("select $as_of as b", "it returns b; its kind wants a"),
        ("select $as_of as a, 1 as c", "it returns a, c"),
        ("select $as_of as a from nowhere", "DuckDB refuses it"),
        ("select a from read_csv('/etc/passwd') where $as_of is null", "read_csv() is none of"),
        ("select 1 as a from '/etc/passwd' where $as_of is null", "is no table's name"),
        ("select content as a from glob('*') where $as_of is null", "glob() is none of"),
    ],
)
def test_a_broken_rule_is_named(sql, rule, reader, tmp_path):
    with pytest.raises(CatalogError) as caught:
        check(sql, reader, tmp_path)
    assert rule in caught.value.message
    assert "mine.sql" in caught.value.message


def test_a_kpi_gives_its_columns_in_order_and_of_their_types(reader, tmp_path):
    check("", reader, tmp_path, KPI)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("score as value", "score as val", "it returns touchpoint_id"),
        ("score as value", "score as value, 1.0 as weight", "its kind wants"),
        ("score as value", "score > 3 as value", "its value is BOOLEAN, not DOUBLE"),
        ("feedback_id as source_id", "1 as source_id", "its source_id is INTEGER"),
        ('"at" as final_at', 'cast("at" as date) as final_at', "its final_at is DATE"),
        ('measure = "mean"', 'measure = "ratio"', "its kind wants"),
    ],
)
def test_a_kpi_that_gives_other_columns_is_refused(old, new, rule, reader, tmp_path):
    with pytest.raises(CatalogError) as caught:
        check("", reader, tmp_path, KPI.replace(old, new))
    assert rule in caught.value.message
