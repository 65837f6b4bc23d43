from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.sql_text import (
    parameters,
    runnable,
    statement_at,
    statements,
    tokens,
    used_parameters,
    value_of,
    with_parameters,
)

SQL_LIKE = st.text(alphabet="ab1_ \n;'\"$-/*.,()", max_size=60)


@given(st.one_of(SQL_LIKE, st.text()))
def test_the_tokens_of_any_text_joined_are_the_text(text):
    assert "".join(token.text for token in tokens(text)) == text


@given(SQL_LIKE)
def test_statements_stand_where_they_say_and_do_not_overlap(text):
    last = 0
    for statement in statements(text):
        assert text[statement.start : statement.end] == statement.text
        assert statement.start >= last
        assert statement.text
        last = statement.end


def test_a_semicolon_in_a_string_a_name_or_a_comment_ends_nothing():
    text = "select ';' ; -- x;\n/* ; */ select $$ ; $$ as \"a;b\";; select 'unclosed ;"
    assert [statement.text for statement in statements(text)] == [
        "select ';'",
        'select $$ ; $$ as "a;b"',
        "select 'unclosed ;",
    ]


@pytest.mark.parametrize(
    ("offset", "found"), [(0, "select 1"), (8, "select 1"), (9, "select 1"), (12, "select 2")]
)
def test_the_cursor_means_the_statement_it_stands_in_or_behind(offset, found):
    assert statement_at(" select 1;  select 2 ", offset).text == found


def test_nothing_but_comments_is_no_statement():
    assert statement_at("-- nothing\n", 3) is None


def test_temporary_things_before_the_statement_run_with_it():
    text = (
        "create temp table t as select 1; select 9; create macro m(x) as x + 1; select m(1) from t"
    )
    assert [s.text[:12] for s in runnable(text, len(text))] == [
        "create temp ",
        "create macro",
        "select m(1) ",
    ]
    assert [s.text for s in runnable(text, text.index("9"))] == [
        "create temp table t as select 1",
        "select 9",
    ]


def test_parameters_stand_on_the_top_lines_only():
    text = "-- why\n--: from = 2026-10-01\n\n--: name = 'x = y'\nselect 1\n--: no = 1"
    assert parameters(text) == {"from": "2026-10-01", "name": "'x = y'"}


@given(
    st.dictionaries(
        st.from_regex(r"[a-z_]{1,8}", fullmatch=True),
        st.text("ab '=-1", max_size=10).map(lambda text: " ".join(text.split())),
    )
)
def test_parameters_that_are_put_on_top_are_read_again(given_ones):
    assert parameters(with_parameters("select 1", given_ones)) == given_ones


def test_parameters_in_strings_and_comments_are_none():
    assert used_parameters("select $a, '$b', $$x $c$$, $d, $a -- $e") == ("a", "d")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("-3.5", -3.5),
        ("2026-01-01", date(2026, 1, 1)),
        ("2026-01-01 10:00", datetime(2026, 1, 1, 10)),
        ("'3'", "3"),
        ("'it''s'", "it's"),
        ("nan", "nan"),
        ("true", True),
        ("null", None),
        ("", None),
        ("ivr", "ivr"),
    ],
)
def test_a_value_is_what_it_looks_like(text, value):
    assert value_of(text) == value
    assert type(value_of(text)) is type(value)
