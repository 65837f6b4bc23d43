"""Which local days a roll-up is computed for."""

from datetime import date
from itertools import pairwise

from cjm_tui.store.day_ranges import month_ranges


def test_no_month_has_no_days():
    assert month_ranges([]) == ()


def test_months_in_a_row_are_one_range_and_a_mistyped_year_costs_one_month():
    months = [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1), date(2199, 12, 1)]
    assert month_ranges(months) == (
        (date(2025, 12, 1), date(2026, 3, 1)),
        (date(2199, 12, 1), date(2200, 1, 1)),
    )


def test_long_ranges_are_cut_without_a_gap():
    months = [date(2024 + at // 12, at % 12 + 1, 1) for at in range(24)]
    parts = month_ranges(months)
    assert (parts[0][0], parts[-1][1]) == (date(2024, 1, 1), date(2026, 1, 1))
    assert all(one[1] == other[0] for one, other in pairwise(parts))
    assert all((end - start).days <= 92 for start, end in parts)
