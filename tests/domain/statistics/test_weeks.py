"""Week against week before there is a baseline."""

import random
from datetime import date, timedelta

import pytest

from cjm_tui.domain import signal_words
from cjm_tui.domain.kpi import (
    DayTally,
    Direction,
    Kpi,
    KpiClass,
    Measure,
    Signal,
    Tally,
    Unit,
)
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.intervals import two_proportions
from cjm_tui.domain.statistics.trends import chart
from cjm_tui.domain.statistics.weeks import week_change

START = date(2026, 9, 7)  # a Monday
SHARE = Kpi("k", "K", "", Measure.PROPORTION, KpiClass.OUTCOME, "", Unit.PERCENT, Direction.HIGHER)


def day(number, good, n=100, **more):
    return DayTally(START + timedelta(days=number), Tally(n, float(good), float(good)), **more)


def shown(days):
    last = max(d.day for d in days)
    return chart(SHARE, days, None, Period(START, last, "all"))


def test_it_is_the_last_seven_days_less_the_seven_before():
    days = [day(number, 50) for number in range(14)] + [day(number, 40) for number in range(14, 21)]
    found = week_change(SHARE, days, minimum=10)
    expected = two_proportions(350, 700, 280, 700)
    assert (found.first, found.last, found.days) == (
        START + timedelta(14),
        START + timedelta(20),
        7,
    )
    assert found.difference == pytest.approx(-10)
    assert found.low <= 100 * expected.low + 1e-9  # never narrower than by counting alone
    assert found.high >= 100 * expected.high - 1e-9


def test_days_that_vary_no_more_than_counting_give_newcombes_interval():
    found = week_change(SHARE, [day(number, 50) for number in range(21)], minimum=10)
    expected = two_proportions(350, 700, 350, 700)
    assert (found.low, found.high) == pytest.approx((100 * expected.low, 100 * expected.high))


def test_a_weekday_that_one_week_lacks_counts_in_neither():
    days = [day(number, 50) for number in range(21)]
    days[8] = day(8, 0, excluded="incident")
    found = week_change(SHARE, days, minimum=10)
    assert (found.days, found.difference) == (6, 0.0)
    late = [*days, day(21, 0, provisional=True)]
    assert week_change(SHARE, late, minimum=10).last == START + timedelta(20)


@pytest.mark.parametrize(("days", "said"), [(20, False), (21, True), (55, True), (56, False)])
def test_the_ladder_has_its_steps(days, said):
    change = shown([day(number, 50 + number % 3) for number in range(days)]).change
    assert (change.week is not None) is said
    assert change.signal is (Signal.NO_HISTORY if days < 56 else Signal.NONE)


def test_it_is_said_from_week_to_week_and_is_no_signal():
    days = [day(number, 50) for number in range(14)] + [day(number, 40) for number in range(14, 21)]
    change = shown(days).change
    assert change.signal is Signal.NO_HISTORY
    assert signal_words.signal(change).startswith("−10.0 [−15.")
    assert signal_words.signal(change).endswith("] from week to week")
    assert "week to week" in signal_words.short_signal(change, 20)


def test_its_interval_holds_no_change_about_nineteen_times_in_twenty():
    """Days that vary beyond counting too; measured: some 95 % (docs/statistics.md)."""
    chooser = random.Random(8)
    held = 0
    for _ in range(300):
        days = []
        for number in range(35):
            share = min(0.95, max(0.05, chooser.gauss(0.5 + 0.05 * (number % 7 > 4), 0.04)))
            good = sum(chooser.random() < share for _ in range(80))
            days.append(day(number, good, 80))
        found = week_change(SHARE, days, minimum=10)
        held += found.low <= 0 <= found.high
    assert 0.91 <= held / 300 <= 0.985
