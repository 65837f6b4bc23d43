"""The frozen baseline: which days count, what they make of weekdays, and that it never moves."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_tui.domain.kpi import DayTally, Measure, Signal, Tally
from cjm_tui.domain.statistics.baseline import Rebase
from cjm_tui.domain.statistics.trends import chart
from tests.domain.statistics.histories import (
    FIRST,
    binomial,
    kpi,
    percents,
    period,
    share,
    wobble,
)

WEEKDAYS = (6.0, 3.0, 0.0, 0.0, -1.0, -3.0, -5.0)


def weekly_rhythm(days, level=50.0):
    return [value + WEEKDAYS[place % 7] for place, value in enumerate(wobble(days, level))]


@pytest.mark.parametrize(("length", "known"), [(21, 21), (55, 55), (56, 56), (120, 56)])
def test_history_is_counted_in_days_up_to_fifty_six(length, known):
    days = percents(wobble(length))
    found = chart(kpi(), days, None, period(days)).change
    assert (found.history_days, found.history_needed) == (known, 56)
    assert (found.signal is Signal.NO_HISTORY) is (known < 56)


def test_without_history_there_is_neither_baseline_nor_limit_nor_change():
    days = percents(wobble(30))
    found = chart(kpi(), days, None, period(days))
    assert found.baseline_from is None
    assert {point.centre for point in found.points} == {None}
    assert (found.change.baseline, found.change.change) == (None, None)
    assert len(found.points) == 30


def test_excluded_provisional_and_thin_days_do_not_count():
    days = percents(wobble(56 + 9))
    days[3] = days[3]._replace(excluded="incident")
    days[10] = days[10]._replace(excluded="holiday")
    days[12] = days[12]._replace(tally=share(3, 9))
    days[-6:] = [day._replace(provisional=True) for day in days[-6:]]
    found = chart(kpi(), days, None, period(days))
    assert found.change.history_days == 56
    assert (found.baseline_from, found.baseline_to) == (FIRST, days[58].day)
    fewer = chart(kpi(), [*days[:20], *days[21:]], None, period(days))
    assert fewer.change.signal is Signal.NO_HISTORY
    assert fewer.change.history_days == 55


def test_an_excluded_disaster_leaves_no_trace_in_the_limits_but_is_shown():
    calm = percents(wobble(80))
    hurt = list(calm)
    hurt[20] = hurt[20]._replace(tally=share(50, 1000), excluded="incident")
    found = chart(kpi(), hurt, None, period(hurt))
    point = found.points[20]
    assert (point.value, point.excluded, point.fired) == (5.0, "incident", "")
    assert found.points[70].lower == pytest.approx(
        chart(kpi(), calm, None, period(calm)).points[70].lower, abs=0.5
    )


def test_each_weekday_has_its_own_centre():
    days = percents(weekly_rhythm(100), n=10_000)
    found = chart(kpi(), days, None, period(days))
    for point in found.points[56:]:
        expected = 50 + WEEKDAYS[point.day.weekday()]
        assert point.centre == pytest.approx(expected, abs=0.8)
        assert point.lower < point.value < point.upper
    assert found.change.signal is Signal.NONE


def test_the_expected_value_of_a_period_is_that_of_its_own_weekdays():
    days = percents(weekly_rhythm(100), n=10_000)
    mondays = [d for d in days if d.day.weekday() == 0]
    shown = [d for d in days if d.day < days[-7].day] + [d for d in days[-7:] if d in mondays]
    found = chart(kpi(), shown, None, period(days, 7)).change
    assert found.baseline == pytest.approx(56, abs=0.8)
    assert found.change == pytest.approx(0, abs=1.2)


def test_weekends_that_are_closed_are_no_gap_in_the_history():
    days = [d for d in percents(weekly_rhythm(130)) if d.day.weekday() < 5]
    found = chart(kpi(), days, None, period(days))
    assert found.baseline_to == days[55].day
    assert found.change.signal is Signal.NONE


def test_a_weekday_that_opens_only_later_is_expected_at_the_level_of_all_days():
    days = percents(weekly_rhythm(150))
    opened = [d for d in days if d.day.weekday() < 6 or d.day > days[100].day]
    found = chart(kpi(), opened, None, period(days))
    sunday = next(p for p in found.points[::-1] if p.day.weekday() == 6)
    assert sunday.centre == pytest.approx(50 + sum(WEEKDAYS[:6]) / 6, abs=0.8)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=90))
def test_the_baseline_never_moves_by_itself(later):
    start = percents(wobble(60))
    more = [
        DayTally(start[-1].day + timedelta(days=1 + place), share(successes, 1000))
        for place, successes in enumerate(later)
    ]
    before = chart(kpi(), start, None, period(start))
    after = chart(kpi(), [*start, *more], None, period([*start, *more]))
    still = tuple(replace(point, fired="") for point in after.points[:60])
    assert still == tuple(replace(point, fired="") for point in before.points)
    assert (after.baseline_from, after.baseline_to) == (before.baseline_from, before.baseline_to)


def test_a_rebasing_begins_a_new_baseline_and_names_who_and_why():
    days = percents(wobble(100) + wobble(120, level=44.0))
    old = chart(kpi(), days, None, period(days))
    assert old.change.signal is Signal.WORSE
    decided = Rebase(days[110].day, "Dana", "new flow since April")
    new = chart(kpi(), days, decided, period(days))
    assert new.change.signal is Signal.NONE
    assert (new.baseline_from, new.baseline_to) == (days[110].day, days[165].day)
    assert (new.rebased_by, new.rebased_why) == ("Dana", "new flow since April")
    assert new.points[100].centre is None
    assert new.points[-1].centre == pytest.approx(44, abs=0.8)


def test_after_a_rebasing_history_starts_again():
    days = percents(wobble(120))
    found = chart(kpi(), days, Rebase(days[100].day, "Dana", "moved"), period(days))
    assert (found.change.signal, found.change.history_days) == (Signal.NO_HISTORY, 20)


def test_a_rebasing_after_the_period_is_not_heard_of_yet():
    days = percents(wobble(120))
    found = chart(kpi(), days, Rebase(date(2026, 1, 1), "Dana", "moved"), period(days))
    assert found.rebased_by == ""
    assert found.baseline_from == FIRST


def test_limits_are_never_narrower_than_counting_alone():
    days = percents([50.0] * 80, n=400)  # not a single wobble: luck, not precision
    found = chart(kpi(), days, None, period(days)).points[-1]
    assert (found.upper - found.lower) / 2 >= 3 * 2.5 - 0.05  # √(0.5 · 0.5 / 400) = 2.5 points


def test_thin_days_have_wider_limits_than_full_ones():
    days = binomial(np.random.default_rng(4), 100)
    thin = [
        d._replace(tally=share(d.tally.sum / 5, 40)) if d.day.weekday() == 6 else d for d in days
    ]
    found = chart(kpi(), thin, None, period(thin)).points
    sunday, monday = (next(p for p in found[-7:] if p.day.weekday() == w) for w in (6, 0))
    assert sunday.upper - sunday.lower > 1.8 * (monday.upper - monday.lower)


def test_limits_of_a_share_stay_between_zero_and_a_hundred():
    days = percents(wobble(80, level=97.0, size=2.0), n=100)
    found = chart(kpi(), days, None, period(days)).points[-1]
    assert found.upper == 100
    assert found.lower > 0


@pytest.mark.parametrize(
    ("measure", "make"),
    [
        (Measure.MEAN, lambda v: Tally(n=200, sum=200 * v, sum_sq=200 * (v * v + 25))),
        (Measure.NPS, lambda v: Tally(n=1000, promoters=round(400 + 10 * v), detractors=300)),
        (Measure.RATE, lambda v: Tally(n=200, sum=v * 10, weight=100_000)),
        (Measure.RATIO, lambda v: Tally(n=200, sum=v * 3, sum_sq=v * v, weight=200)),
    ],
)
def test_every_measure_gets_a_baseline_in_its_own_unit(measure, make):
    days = [
        DayTally(FIRST + timedelta(days=place), make(value))
        for place, value in enumerate(wobble(84))
    ]
    found = chart(kpi(measure), days, None, period(days))
    assert found.change.signal is Signal.NONE
    values = [point.value for point in found.points]
    assert found.change.baseline == pytest.approx(np.mean(values), rel=0.02)
    assert found.change.change == pytest.approx(0, abs=0.02 * abs(found.change.baseline))


def test_a_quantile_is_charted_by_the_values_that_its_rows_gave():
    p90 = kpi(Measure.QUANTILE, quantile=0.9)
    values = [*wobble(70, 120.0, 4.0), *wobble(20, 160.0, 4.0)]
    days = [DayTally(FIRST + timedelta(days=d), Tally(n=300)) for d in range(90)]
    given_values = {day.day: value for day, value in zip(days, values, strict=True)}
    found = chart(p90, days, None, period(days, 14), values=given_values)
    assert found.change.signal is Signal.BETTER  # the fixture's KPI is better when higher
    assert found.change.baseline == pytest.approx(120, abs=2)
    assert found.change.change == pytest.approx(40, abs=3)
    without = chart(p90, days, None, period(days, 14))
    assert without.change.signal is Signal.NO_HISTORY


def test_a_quantile_of_thin_days_says_too_few():
    p90 = kpi(Measure.QUANTILE, quantile=0.9)
    days = [DayTally(FIRST + timedelta(days=d), Tally(n=25)) for d in range(90)]
    values = {day.day: 100.0 for day in days}
    assert chart(p90, days, None, period(days), values=values).change.signal is Signal.TOO_FEW
