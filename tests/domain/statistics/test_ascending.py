"""Counted values behave as the list that they stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.statistics.ascending import Ascending
from cjm_tui.domain.statistics.intervals import quantile_interval, quantile_of


@given(st.dictionaries(st.floats(0, 1e6), st.integers(1, 30), min_size=1, max_size=20))
def test_counted_values_are_the_list_of_them(counts):
    pairs = sorted(counts.items())
    values = [value for value, n in pairs for _ in range(n)]
    counted = Ascending(pairs)
    assert list(counted) == values
    assert (len(counted), counted[-1], counted[:3]) == (len(values), values[-1], values[:3])
    assert quantile_of(counted, 0.9) == quantile_of(values, 0.9)
    assert quantile_interval(counted, 0.5) == quantile_interval(values, 0.5)
    with pytest.raises(IndexError):
        counted[len(values)]


def test_of_nothing_there_is_nothing():
    assert list(Ascending([])) == []
