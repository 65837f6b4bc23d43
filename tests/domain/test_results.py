"""A result sorted, filtered and drawn, whatever its columns hold."""

import pyarrow
import pytest

from cjm_tui.domain.panel import Result
from cjm_tui.domain.quick_chart import charts
from cjm_tui.domain.result_view import View, arranged

KINDS = {"MAP(VARCHAR, INTEGER)": pyarrow.map_(pyarrow.string(), pyarrow.int32())}


def result(**columns):
    """Return a result of columns that are given as their DuckDB type and their values."""
    table = pyarrow.table(
        {name: pyarrow.array(values, KINDS.get(kind)) for name, (kind, values) in columns.items()}
    )
    types = tuple(kind for kind, _ in columns.values())
    return Result(tuple(columns), types, table, cut=False, seconds=0.0, total=table.num_rows)


def test_structs_are_sorted_by_their_text():
    found = result(s=("STRUCT(a INTEGER)", [{"a": 2}, None, {"a": 1}]))
    assert arranged(found, View(sorted_by=0)).to_pylist() == [
        {"s": {"a": 1}},
        {"s": {"a": 2}},
        {"s": None},
    ]


def test_a_result_without_rows_can_be_filtered():
    found = result(n=("INTEGER", pyarrow.array([], pyarrow.int32())))
    assert arranged(found, View(needle="1")).num_rows == 0


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("STRUCT(a INTEGER)", {"a": 1}),
        ("MAP(VARCHAR, INTEGER)", [("a", 1)]),
        ("INTERVAL", "1 day"),
        ("INTEGER[]", [1]),
        ("DATE[]", "[2026-11-20]"),
    ],
)
def test_what_is_no_number_labels_the_bars_of_what_is(kind, value):
    found = charts(result(what=(kind, [value, None]), n=("UBIGINT", [3, 4])))
    assert [chart.kind for chart in found] == ["bar", "histogram"]
    assert [mark.value for mark in found[0].marks] == [3.0, 4.0]


@pytest.mark.parametrize("values", [[-1e308, 1e308], [-1.7e308, 1.7e308], [0.0, 5e-324]])
def test_a_histogram_of_extremes_counts_every_value_or_is_none(values):
    for chart in charts(result(x=("DOUBLE", values))):
        assert sum(mark.value for mark in chart.marks) == 2
