import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.completion import complete
from cjm_tui.domain.schema import Column, QueryLine, Schema, Table

SCHEMA = Schema(
    tables=(
        Table(
            "interaction",
            (
                Column("interaction_id", "VARCHAR"),
                Column("wait_s", "DOUBLE"),
                Column("At Noon", "DATE"),
            ),
        ),
        Table("contact", (Column("contact_id", "VARCHAR"), Column("wait_reason", "VARCHAR"))),
    ),
    functions=("avg", "wait_for"),
    queries=(
        QueryLine("waits", "table", "Waits", "", (("from", "timestamp"),), "select $from", "cjm"),
    ),
)


def offered(sql):
    """Complete at the bar; return what is offered, in order."""
    at = sql.index("|")
    found = complete(SCHEMA, sql.replace("|", ""), at)
    return [s.words for s in found.suggestions], found


@pytest.mark.parametrize(
    ("sql", "first"),
    [
        ("select * from inter|", ["interaction"]),
        ("select * from contact join int|", ["interaction"]),
        ("describe con|", ["contact"]),
        ("select i.wai| from interaction as i", ["wait_s"]),
        ("select c.wa| from interaction i, contact c", ["wait_reason"]),
        ("select wait| from interaction", ["wait_s", "wait_for()"]),
        ("with mine as (select 1) select * from mi|", ["mine"]),
        ("select 1; select co| from contact", ["contact_id", "contact"]),
        ("sel|", ["select"]),
    ],
)
def test_what_fits_comes_first(sql, first):
    assert offered(sql)[0][: len(first)] == first


@pytest.mark.parametrize(
    "sql",
    ["select 'wai|", "select 'it''s wai|", "-- wai|", "/* wai|", "select $$wai|", 'select "wai|'],
)
def test_nothing_is_offered_inside_strings_and_comments(sql):
    assert offered(sql)[0] == []


def test_a_name_that_needs_quotes_gets_them():
    found = offered("select at| from interaction")[1]
    assert found.suggestions[0].insert == '"At Noon"'


def test_a_stored_query_comes_as_a_subquery_with_its_parameters():
    suggestion = offered("select * from wai|")[1].suggestions[0]
    assert suggestion.insert == "(\nselect $from\n) as waits"
    assert suggestion.params == (("from", "timestamp"),)


def test_what_is_typed_already_is_not_offered():
    assert "wait_s" not in offered("select wait_s| from interaction")[0]


@given(st.text(alphabet="selctfrom i.wa_'\"-/*$;(),\n1", max_size=50), st.integers(0, 50))
def test_any_text_is_answered_with_something_that_stands_before_the_cursor(sql, at):
    at = min(at, len(sql))
    found = complete(SCHEMA, sql, at)
    assert 0 <= found.start <= at
    assert all(s.insert for s in found.suggestions)
