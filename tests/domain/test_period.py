from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.period import parse_period, stepped
from cjm_tui.errors import UsageError

FIRST, LAST = date(2026, 1, 1), date(2026, 11, 20)


@given(st.integers(1, 9999))
def test_days_end_at_the_last_complete_day(days):
    period = parse_period(f"{days}d", FIRST, LAST)
    assert period.last == LAST
    assert period.days == days


def test_all_is_the_whole_of_the_data():
    assert (parse_period("ALL", FIRST, LAST).first, parse_period("all", FIRST, LAST).last) == (
        FIRST,
        LAST,
    )


def test_a_range_includes_both_ends():
    period = parse_period("2026-11-01..2026-11-20", FIRST, LAST)
    assert period.days == 20
    assert date(2026, 11, 1) in period
    assert date(2026, 11, 21) not in period


def test_a_range_ends_at_the_last_complete_day():
    period = parse_period("2026-11-14..2026-12-31", FIRST, LAST)
    assert (period.first, period.last) == (date(2026, 11, 14), LAST)
    assert period.name == "2026-11-14..2026-11-20"


def test_a_range_after_the_last_complete_day_is_refused_and_says_which_day_that_is():
    with pytest.raises(UsageError, match="2026-11-20"):
        parse_period("2026-11-21..2026-11-30", FIRST, LAST)


def test_a_range_before_the_data_is_a_period_without_rows():
    assert parse_period("2025-01-01..2025-01-31", FIRST, LAST).days == 31


@pytest.mark.parametrize(
    "text", ["", "0d", "7", "week", "2026-11-20..2026-11-01", "2026-02-30..2026-03-01", "-7d"]
)
def test_what_is_no_period_is_refused_with_a_hint(text):
    with pytest.raises(UsageError) as refusal:
        parse_period(text, FIRST, LAST)
    assert refusal.value.hint or "none" in refusal.value.message
    assert refusal.value.exit_code == 2


def test_a_single_day_is_a_period():
    period = parse_period("2026-11-18", FIRST, LAST)
    assert (period.first, period.last, period.days) == (date(2026, 11, 18), date(2026, 11, 18), 1)


@pytest.mark.parametrize(
    ("text", "steps", "expected"),
    [
        ("28d", -1, "2026-09-26..2026-10-23"),
        ("2026-09-26..2026-10-23", 1, "28d"),
        ("2026-11-10..2026-11-12", 1, "2026-11-13..2026-11-15"),
        ("2026-11-17..2026-11-19", 1, "3d"),
        ("28d", 1, "28d"),
        ("all", 1, "all"),
        ("all", -1, "all"),
        ("2026-01-01..2026-01-07", -1, "2026-01-01..2026-01-07"),
        ("1d", -1, "2026-11-19..2026-11-19"),
    ],
)
def test_a_step_is_a_period_long_and_stays_within_the_data(text, steps, expected):
    assert stepped(parse_period(text, FIRST, LAST), steps, FIRST, LAST) == expected


@given(st.integers(1, 60), st.integers(1, 4))
def test_steps_back_and_forth_come_to_the_same_days(days, steps):
    period = parse_period(f"{days}d", FIRST, LAST)
    text = period.name
    for _ in range(steps):
        text = stepped(parse_period(text, FIRST, LAST), -1, FIRST, LAST)
    for _ in range(steps):
        text = stepped(parse_period(text, FIRST, LAST), 1, FIRST, LAST)
    assert parse_period(text, FIRST, LAST) == period
