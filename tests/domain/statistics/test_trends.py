"""What the map says of a change: signal, since when, by which rule, and how much."""

import time
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_tui.domain.kpi import DayTally, Direction, Measure, Signal, Tally
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.baseline import Rebase
from cjm_tui.domain.statistics.trends import chart
from cjm_tui.domain.statistics.wording import day_name
from tests.domain.statistics.histories import (
    FIRST,
    binomial,
    kpi,
    percents,
    period,
    share,
    wobble,
)

PARTS = st.integers(0, 100).map(lambda percent: percent / 100)


def dropped(before=79, after=30, by=6.0):
    return percents(wobble(before) + wobble(after, level=50.0 - by))


def test_a_drop_is_worse_since_its_first_day_and_says_so_in_words():
    days = dropped(after=9)
    found = chart(kpi(), days, None, period(days)).change
    assert found.signal is Signal.WORSE
    assert (found.since, found.days) == (days[79].day, 9)
    assert found.rule == "9 days in a row below the baseline"


def test_the_change_is_the_value_minus_what_the_same_weekdays_were():
    days = dropped(after=28)
    found = chart(kpi(), days, None, period(days, 28)).change
    observed = sum(d.tally.sum for d in days[-28:]) / 280
    assert found.baseline == pytest.approx(50, abs=0.3)
    assert found.baseline + found.change == pytest.approx(observed)
    assert found.change == pytest.approx(-6, abs=0.4)


@pytest.mark.parametrize(
    ("direction", "by", "expected"),
    [
        (Direction.HIGHER, 6.0, Signal.WORSE),
        (Direction.HIGHER, -6.0, Signal.BETTER),
        (Direction.LOWER, 6.0, Signal.BETTER),
        (Direction.LOWER, -6.0, Signal.WORSE),
    ],
)
def test_better_and_worse_follow_the_good_direction(direction, by, expected):
    days = dropped(by=by)
    found = chart(kpi(direction=direction), days, None, period(days)).change
    assert found.signal is expected
    assert ("below" if by > 0 else "above") in found.rule


def test_a_steady_touchpoint_has_no_signal():
    days = percents(wobble(200))
    found = chart(kpi(), days, None, period(days)).change
    assert found.signal is Signal.NONE
    assert (found.since, found.days, found.rule) == (None, 0, "")


def test_a_permanent_drop_stays_visible_for_a_year_and_until_rebased():
    rng = np.random.default_rng(12)
    days = binomial(rng, 480, at=lambda day: -0.06 if day >= 80 else 0.0)
    for last in range(100, 480, 10):
        shown = Period(days[last - 27].day, days[last].day, "28d")
        assert chart(kpi(), days, None, shown).change.signal is Signal.WORSE
    decided = Rebase(days[90].day, "Dana", "the new normal")
    assert chart(kpi(), days, decided, period(days)).change.signal is not Signal.WORSE


def test_a_single_bad_day_names_its_date_and_is_over_after_four_good_ones():
    values = wobble(90)
    values[84] = 30.0
    days = percents(values)
    on_the_day = chart(kpi(), days[:85], None, period(days[:85])).change
    assert on_the_day.signal is Signal.WORSE
    assert on_the_day.since == days[84].day
    assert on_the_day.rule == f"outside the limits on {day_name(days[84].day)}"
    assert chart(kpi(), days, None, period(days)).change.signal is Signal.NONE


def test_two_bad_days_are_counted():
    values = wobble(87)
    values[84] = values[86] = 30.0
    days = percents(values)
    found = chart(kpi(), days, None, period(days)).change
    assert found.since == days[84].day
    assert found.rule == f"outside the limits on 2 days, last on {day_name(days[86].day)}"


def test_an_incident_and_open_windows_raise_no_signal():
    values = wobble(90)
    values[84] = 30.0
    days = percents(values)
    incident = [d._replace(excluded="incident") if p == 84 else d for p, d in enumerate(days)]
    assert chart(kpi(), incident[:86], None, period(days[:86])).change.signal is Signal.NONE
    late = [d._replace(provisional=True) if p >= 84 else d for p, d in enumerate(days)]
    assert chart(kpi(), late[:86], None, period(days[:86])).change.signal is Signal.NONE


def test_days_count_up_to_the_last_final_day():
    days = dropped(after=20)
    late = [d._replace(provisional=True) if p >= 92 else d for p, d in enumerate(days)]
    found = chart(kpi(), late, None, period(days)).change
    assert (found.since, found.days) == (days[79].day, 13)


@pytest.mark.parametrize("measure", [Measure.PROPORTION, Measure.QUANTILE])
def test_the_change_is_that_of_the_value_shown_so_excluded_days_count(measure):
    days = percents([50.0] * 100)
    fell = [d._replace(tally=share(20, 100)) if p >= 93 else d for p, d in enumerate(days)]
    fell = [d._replace(excluded="incident") if p >= 98 else d for p, d in enumerate(fell)]
    fell = [d._replace(tally=share(0, 100)) if p >= 98 else d for p, d in enumerate(fell)]
    is_quantile = measure is Measure.QUANTILE
    values = {d.day: d.tally.sum / d.tally.n * 100 for d in fell} if is_quantile else None
    shown = period(days, 7)
    kind = kpi(measure, quantile=0.5) if is_quantile else kpi()
    found = chart(kind, fell, None, shown, values=values).change
    assert found.baseline == pytest.approx(50)
    assert found.change == pytest.approx((5 * 20 + 2 * 0) / 7 - 50)


def test_a_day_whose_window_is_open_stays_out_of_the_change():
    days = dropped(before=100, after=7, by=20.0)
    late = [d._replace(provisional=True) if p >= 100 else d for p, d in enumerate(days)]
    assert chart(kpi(), late, None, period(days, 14)).change.change == pytest.approx(0, abs=1)
    only_late = chart(kpi(), late, None, period(days, 7)).change
    assert (only_late.baseline, only_late.change) == (None, None)


def test_the_past_is_shown_as_it_was():
    days = dropped(before=100, after=40)
    then = Period(days[62].day, days[89].day, "range")
    assert chart(kpi(), days, None, then).change.signal is Signal.NONE
    assert len(chart(kpi(), days, None, then).points) == 90


def test_fewer_than_ten_rows_in_the_period_are_too_few():
    days = percents(wobble(100))
    thin = [d._replace(tally=share(1, 1)) if p >= 92 else d for p, d in enumerate(days)]
    assert chart(kpi(), thin, None, period(thin, 8)).change.signal is Signal.TOO_FEW


def test_a_touchpoint_with_eight_rows_in_all_is_too_few_not_without_history():
    days = [DayTally(FIRST + timedelta(days=40 * d), share(1, 1)) for d in range(8)]
    everything = Period(days[0].day, days[-1].day, "all")
    assert chart(kpi(), days, None, everything).change.signal is Signal.TOO_FEW


def test_without_any_day_it_is_too_few():
    nothing = Period(FIRST, FIRST, "x")
    assert chart(kpi(), [], None, nothing).change.signal is Signal.TOO_FEW
    assert chart(kpi(), [], None, nothing).points == ()


def thin_days(count, n=5, level=0.5, seed=1):
    rng = np.random.default_rng(seed)
    return [
        DayTally(FIRST + timedelta(days=d), share(float(rng.binomial(n, level)), n))
        for d in range(count)
    ]


def test_thin_days_become_weeks_with_a_baseline_of_eight():
    days = thin_days(140)
    found = chart(kpi(), days, None, period(days))
    assert len(found.points) == 20
    assert found.weekly
    assert {(p.days, p.n, p.day.weekday()) for p in found.points} == {(7, 35, 0)}
    assert (found.baseline_from, found.baseline_to) == (FIRST, FIRST + timedelta(days=55))
    assert found.change.history_days == 56
    assert found.change.signal is Signal.NONE


def test_a_collapse_on_a_weekly_chart_is_told_in_weeks():
    days = [*thin_days(84), *[d._replace(tally=share(0, 5)) for d in thin_days(112)[84:]]]
    found = chart(kpi(), days, None, period(days)).change
    assert found.signal is Signal.WORSE
    assert found.since == FIRST + timedelta(days=84)
    assert found.days == 28
    assert found.rule.startswith("outside the limits in 4 weeks, last in the week of Mon")


def test_a_running_week_is_provisional_and_judged_only_when_over():
    days = [*thin_days(84), *[d._replace(tally=share(0, 5)) for d in thin_days(88)[84:]]]
    found = chart(kpi(), days, None, period(days))
    assert found.points[-1].provisional
    assert found.change.signal is Signal.NONE


def test_seven_weeks_are_forty_nine_days_of_history():
    days = thin_days(49 + 3)
    found = chart(kpi(), days, None, period(days)).change
    assert (found.signal, found.history_days) == (Signal.NO_HISTORY, 49)


def test_weeks_that_are_too_thin_themselves_are_too_few():
    days = thin_days(200, n=2)
    assert chart(kpi(), days, None, period(days)).change.signal is Signal.TOO_FEW


def test_a_rare_outcome_is_charted_by_weeks_and_only_by_its_limits():
    rng = np.random.default_rng(8)
    days = [
        DayTally(FIRST + timedelta(days=d), share(float(rng.binomial(100, 0.004)), 100))
        for d in range(300)
    ]
    found = chart(kpi(), days, None, period(days))
    assert found.points[0].days == 7
    assert "in a row" not in {point.fired for point in found.points}


def test_a_share_that_was_always_a_hundred_may_fall_once_but_not_far():
    days = percents([100.0] * 70, n=200)
    slip = [*days, *percents([99.5] + [100.0] * 6, 200, days[-1].day + timedelta(days=1))]
    assert chart(kpi(), slip, None, period(slip)).change.signal is Signal.NONE
    fall = [*days, *percents([90.0] * 7, 200, days[-1].day + timedelta(days=1))]
    assert chart(kpi(), fall, None, period(fall)).change.signal is Signal.WORSE


def test_volume_that_dries_up_ends_in_too_few_not_in_yesterdays_signal():
    days = dropped(before=80, after=20)
    dry = [DayTally(days[-1].day + timedelta(days=1 + d), share(2, 5)) for d in range(40)]
    found = chart(kpi(), [*days, *dry], None, period([*days, *dry])).change
    assert found.signal is Signal.TOO_FEW


def test_the_chart_marks_every_point_of_a_run_and_each_point_outside():
    days = dropped(by=1.2, after=10)
    days[70] = days[70]._replace(tally=share(100, 1000))
    found = chart(kpi(), days, None, period(days))
    fired = {p: point.fired for p, point in enumerate(found.points) if point.fired}
    assert fired[70] == "outside the limits"
    assert "8 or more in a row on one side" in fired.values()
    assert set(fired) <= {70, *range(72, 90)}
    assert all(not point.fired for point in found.points[:56])


def test_the_order_of_the_days_does_not_matter():
    days = dropped()
    known = chart(kpi(), days, None, period(days))
    assert chart(kpi(), days[::-1], None, period(days)) == known


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([m for m in Measure if m is not Measure.QUANTILE]),
    st.lists(
        st.tuples(
            st.integers(0, 400),
            PARTS,
            PARTS,
            st.sampled_from(["", "", "", "incident"]),
            st.booleans(),
        ),
        max_size=130,
    ),
)
def test_no_history_whatever_it_holds_breaks_a_chart(measure, rows):
    days = [
        DayTally(
            FIRST + timedelta(days=place),
            Tally(n, n * a, n * a, round(n * a * b), round(n * (1 - a) * b), n * b),
            provisional=late and place > 100,
            excluded=why,
        )
        for place, (n, a, b, why, late) in enumerate(rows)
    ]
    shown = Period(FIRST, FIRST + timedelta(days=max(0, len(days) - 1)), "all")
    found = chart(kpi(measure), days, None, shown)
    least, most = (-100, 100) if measure is Measure.NPS else (0, float("inf"))
    for point in found.points:
        if point.centre is not None:
            assert point.lower <= point.centre + 1e-9
            assert point.centre <= point.upper + 1e-9
            assert least <= point.lower
            assert point.upper <= most
    if found.change.signal in (Signal.BETTER, Signal.WORSE):
        assert found.change.since <= shown.last
        assert found.change.days >= 1
        assert found.change.rule


@pytest.mark.parametrize("days", [dropped(), thin_days(140)], ids=["days", "weeks"])
def test_a_chart_of_the_period_alone_is_the_end_of_the_whole(days):
    shown = period(days)
    whole = chart(kpi(), days, None, shown)
    part = chart(kpi(), days, None, shown, since=shown.first)
    covered = {p.day + timedelta(days=p.days - 1) for p in part.points}
    assert part.points == whole.points[-len(part.points) :]
    assert min(covered) >= shown.first > whole.points[-len(part.points) - 1].day
    assert (part.change, part.baseline_from) == (whole.change, whole.baseline_from)


def test_dates_are_named_the_same_in_every_locale():
    assert day_name(date(2026, 11, 3)) == "Tue 3 Nov"


def test_a_map_of_twenty_touchpoints_over_four_hundred_days_is_quick():
    rng = np.random.default_rng(6)
    histories = [binomial(rng, 400) for _ in range(20)]
    shown = period(histories[0])
    best = min(_seconds(histories, shown) for _ in range(5))
    assert best < 0.060


def _seconds(histories, shown):
    started = time.process_time()
    for days in histories:
        chart(kpi(), days, None, shown, since=shown.first)
    return time.process_time() - started
