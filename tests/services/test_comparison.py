"""The map's values beside those of other days, counted again from the rows by hand."""

import math

import pytest

from cjm_tui.domain.comparison import Comparison
from cjm_tui.errors import UsageError
from cjm_tui.services.journey_map import journey_map
from tests.services.site import DAY, LAST, Site


def compared(site, comparison, period="28d", touchpoint="shop"):
    board = journey_map(site.reader(), site.catalog, period, comparison)
    assert board.comparison is comparison
    for journey in board.journeys:
        for stage in journey.stages:
            for score in stage.touchpoints:
                if score.touchpoint_id == touchpoint:
                    return score
    raise AssertionError(touchpoint)


@pytest.fixture
def site():
    return Site().map()


def fill(site, days, good, bad, start=0, touchpoint="shop"):
    for back in range(start, start + days):
        site.answers(touchpoint, LAST - back * DAY, good, bad)


def wilson(k, n):
    z = 1.959964
    p = k / n
    middle, half = p + z * z / 2 / n, z * math.sqrt(p * (1 - p) / n + z * z / 4 / n / n)
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def test_the_baseline_is_compared_in_the_change_alone(site):
    fill(site, 28, 8, 2)
    assert compared(site, Comparison.BASELINE).compared is None


def test_as_many_days_before(site):
    fill(site, 28, 6, 4)
    fill(site, 28, 8, 2, start=28)
    fill(site, 9, 0, 10, start=56)
    found = compared(site, Comparison.PREVIOUS).compared
    assert (found.first, found.last) == (LAST - 55 * DAY, LAST - 28 * DAY)
    assert (found.estimate.n, found.estimate.value) == (280, 80.0)
    assert found.change == pytest.approx(-20.0)
    (l1, u1), (l2, u2) = wilson(168, 280), wilson(224, 280)
    low = -0.2 - math.hypot(0.6 - l1, u2 - 0.8)
    assert found.low == pytest.approx(100 * low)
    assert found.high == pytest.approx(100 * (-0.2 + math.hypot(u1 - 0.6, 0.8 - l2)))
    assert found.sure


def test_a_year_before_has_the_same_weekdays(site):
    fill(site, 7, 9, 1)
    fill(site, 7, 5, 5, start=364)
    found = compared(site, Comparison.YEAR, "7d").compared
    assert found.first.weekday() == (LAST - 6 * DAY).weekday()
    assert (found.estimate.n, found.change) == (70, pytest.approx(40.0))


def test_a_touchpoint_whose_days_swing_is_not_called_changed(site):
    for back in range(56):
        good = (1, 19)[back % 2] if back >= 28 else (19, 5)[back % 2]
        site.answers("shop", LAST - back * DAY, good, 20 - good)
    found = compared(site, Comparison.PREVIOUS).compared
    assert found.change == pytest.approx(10.0)
    assert not found.sure


@pytest.mark.parametrize(
    ("days", "why"), [(28, "no data then"), (40, "data begins 11 Oct"), (56, "")]
)
def test_days_from_before_the_data_are_not_compared(site, days, why):
    fill(site, days, 8, 2)
    found = compared(site, Comparison.PREVIOUS).compared
    assert found.why == why
    assert (found.change is None) is bool(why)


def test_too_few_answers_then_say_so(site):
    fill(site, 28, 1, 1)
    site.answers("shop", LAST - 40 * DAY, 4, 4)
    site.answers("line", LAST - 99 * DAY, 1, 0)
    found = compared(site, Comparison.PREVIOUS).compared
    assert (found.why, found.estimate.n, found.estimate.value) == ("too few", 8, None)


def test_only_final_days_are_held_against_as_many_before(site):
    from datetime import datetime, time

    site.touchpoint("desk", "Desk", "go", good_kpi="repeat_7d")
    for back in range(60):
        at = datetime.combine(LAST - back * DAY, time(12))
        site.contact(f"k{back}", at, legs=("desk",))
    found = compared(site, Comparison.PREVIOUS, touchpoint="desk")
    assert found.final_until == LAST - 7 * DAY
    assert (found.compared.first, found.compared.last) == (LAST - 55 * DAY, LAST - 35 * DAY)
    assert (found.estimate.n, found.compared.estimate.n) == (21, 21)
    week = compared(site, Comparison.PREVIOUS, "7d", touchpoint="desk")
    assert week.compared.why == "not final yet"


def test_a_period_that_is_none_is_refused_before_anything_is_compared(site):
    with pytest.raises(UsageError):
        journey_map(site.reader(), site.catalog, "soon", Comparison.YEAR)
