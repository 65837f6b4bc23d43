from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.panel import Result
from cjm_tui.domain.quick_chart import charts
from cjm_tui.domain.result_view import View, arranged, safe, shown_columns

CELLS = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))


def result(table, types=None):
    kinds = {"string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "date32[day]": "DATE"}
    found = tuple(types or (kinds.get(str(kind), "VARCHAR[]") for kind in table.schema.types))
    return Result(tuple(table.column_names), found, table, cut=False, seconds=0.0)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=8))
def test_nothing_that_acts_on_a_terminal_is_seen(rows):
    table = (
        pa.table([[r[0] for r in rows], [r[1] for r in rows]], names=["a\x1b", "a\x1b"])
        if rows
        else pa.table({"a": pa.array([], pa.string())})
    )
    for column in safe(table).columns:
        for value in column.to_pylist():
            assert value is None or all(
                c not in value for c in "\x00\x07\x1b\x9b\n\r\t\u202e\u2066\ufeff"
            )


@given(
    st.lists(st.tuples(CELLS, st.one_of(st.none(), st.integers(-9, 9))), min_size=1, max_size=12),
    st.integers(0, 1),
    st.booleans(),
    st.sampled_from(["", "a", "1", "É"]),
)
def test_a_view_keeps_rows_whole_and_loses_none_but_the_filtered(rows, column, down, needle):
    table = pa.table(
        {
            "text": pa.array([row[0] for row in rows], pa.string()),
            "n": pa.array([row[1] for row in rows], pa.int64()),
        }
    )
    seen = arranged(result(table), View(column, down, needle))
    kept = list(zip(*(c.to_pylist() for c in seen.columns), strict=True)) if seen.num_rows else []
    if not needle:
        assert sorted(map(repr, kept)) == sorted(map(repr, rows))
    assert all(row in rows for row in kept)
    if needle == "a":
        assert len(kept) == sum("a" in (row[0] or "").lower() for row in rows)
    values = [row[column] for row in kept if row[column] is not None]
    if column == 1:
        assert values == sorted(values, reverse=down)


def test_lists_are_sorted_and_searched_by_their_text():
    found = result(pa.table({"x": [[2, 3], [1], None]}))
    assert arranged(found, View(sorted_by=0)).column(0).to_pylist() == [[1], [2, 3], None]
    assert arranged(found, View(needle="3")).num_rows == 1


def test_a_column_is_sorted_up_then_down_then_as_it_came():
    view = View().turned(1)
    assert (view.sorted_by, view.descending) == (1, False)
    view = view.turned(1)
    assert view.descending
    assert view.turned(1) == View()
    assert shown_columns(result(pa.table({"a": [1], "b": [2]})), {0}) == (1,)


def test_charts_are_chosen_by_the_types_of_the_columns():
    table = pa.table({"day": [date(2026, 1, 2), date(2026, 1, 1), None], "n": [5, 3, 9]})
    line, histogram = charts(result(table))
    assert [(mark.label, mark.value) for mark in line.marks] == [
        ("2026-01-01", 3),
        ("2026-01-02", 5),
    ]
    assert "1 without a number left out" in line.words
    assert sum(mark.value for mark in histogram.marks) == 3


@given(
    st.lists(
        st.one_of(st.none(), st.floats(width=32), st.integers(-10, 10)), min_size=1, max_size=40
    )
)
def test_a_histogram_counts_every_number_once(values):
    table = pa.table(
        {"v": pa.array([None if v is None else float(v) for v in values], pa.float64())}
    )
    finite = [v for v in values if v is not None and abs(v) < float("inf")]
    found = charts(result(table))
    assert len(found) == bool(finite)
    for chart in found:
        assert sum(mark.value for mark in chart.marks) == len(finite)


def test_a_chart_of_very_many_rows_says_how_many_it_took():
    (histogram,) = charts(result(pa.table({"v": pa.array(range(60_000), pa.int64())})))
    assert sum(mark.value for mark in histogram.marks) == 50_000
    assert histogram.words.endswith("of the first 50,000 rows")


@pytest.mark.parametrize("kind", ["VARCHAR", "DATE", "VARCHAR[]"])
def test_without_a_number_there_is_no_chart(kind):
    assert charts(result(pa.table({"a": ["x"]}), [kind])) == ()
