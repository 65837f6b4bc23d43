import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_tui.store.adhoc import described, prepared

SPACE = st.sampled_from(["", " ", "\n", "\t", "-- it's; a comment\n", "/* a ; b */", "/* -- */ "])
TAIL = st.lists(st.sampled_from([";", " ;", "\n", "-- é; end\n", "/* ; */", " "]), max_size=5)


@settings(max_examples=30, deadline=None)
@given(SPACE, SPACE, TAIL, st.sampled_from(["", "-- no newline", "-- no newline;"]))
def test_comments_and_semicolons_change_nothing(before, between, tail, last):
    sql = f"{before} select{between} ';--é' as a, 42 as b {''.join(tail)}{last}"
    statement = prepared(sql, 5).last
    with duckdb.connect() as connection:
        assert connection.execute(statement.sql).fetchall() == [(";--é", 42)]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(["1", "'é'", "'\n'", "/* x */ 2", "'🙂'"]), min_size=1, max_size=4))
def test_the_place_of_an_error_is_where_the_word_stands(columns):
    head = "select " + ", ".join(columns) + ", "
    sql = head + "missing from (select 1 as present)"
    statement = prepared(sql, 5).last
    with duckdb.connect() as connection:
        connection.execute("set errors_as_json = true")
        try:
            connection.execute(statement.sql)
        except duckdb.Error as error:
            said = described(error, sql, statement, None).message
    lines = head.split("\n")
    assert said.startswith(f"line {len(lines)}, column {len(lines[-1]) + 1}: ")
