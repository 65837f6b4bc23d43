"""The orders of the map, and the distance to a target counted by hand."""

from dataclasses import replace

import pytest

from cjm_tui.domain.journey_order import Order, gap, importance, ordered
from cjm_tui.domain.journey_words import short_of_target
from cjm_tui.domain.kpi import Direction, Estimate, Measure, TargetState, Unit
from tests.screens.fake_boards import journey_map, kpi

MAP = journey_map()
SCORES = {score.touchpoint_id: score for _, _, score in ordered(MAP.journeys, Order.STAGE)}


def names(order):
    return [score.touchpoint_id for _, _, score in ordered(MAP.journeys, order)]


def judged(value, n, target, **of_kpi):
    found = replace(kpi("csat"), **of_kpi)
    return replace(
        SCORES["ivr"],
        kpi=found,
        estimate=Estimate(n, value, None, None, denominator=of_kpi.pop("weight", None) or n),
        target=target,
        state=TargetState.MISSED,
    )


def test_gap_times_volume_of_a_share():
    """62 of 100 are satisfied where 75 should be: 13 of 100, 286.9 of 2,207."""
    found = gap(judged(62.0, 2207, 75.0))
    assert (found.distance, found.customers) == pytest.approx((13.0, 286.91))
    assert short_of_target(judged(62.0, 2207, 75.0)) == "287"
    assert short_of_target(judged(62.0, 2207, 75.0), full=True) == "287 customers"


def test_a_share_that_should_be_low_is_short_by_what_is_too_much():
    found = gap(judged(32.0, 1000, 25.0, direction=Direction.LOWER))
    assert (found.distance, found.customers) == pytest.approx((7.0, 70.0))


def test_an_nps_counts_promoters_net_of_detractors():
    assert gap(judged(-10.0, 400, 15.0, measure=Measure.NPS, unit=Unit.POINTS)).customers == 100.0


def test_a_rate_counts_its_events():
    score = judged(
        30.0, 0, 20.0, measure=Measure.RATE, unit=Unit.PER_THOUSAND, direction=Direction.LOWER
    )
    score = replace(score, estimate=replace(score.estimate, denominator=5000.0))
    assert gap(score).customers == pytest.approx(50.0)


def test_a_mean_says_how_far_but_not_for_how_many():
    score = judged(
        35.0, 900, 20.0, measure=Measure.MEAN, unit=Unit.SECONDS, direction=Direction.LOWER
    )
    assert (gap(score).distance, gap(score).customers) == (15.0, None)
    assert short_of_target(score) == "15s each"


def test_without_target_or_value_there_is_no_gap():
    assert gap(judged(62.0, 100, None)) is None
    assert gap(judged(None, 5, 75.0)) is None
    assert short_of_target(judged(62.0, 100, None)) == "no target"


def test_by_gap_those_that_miss_come_first_the_most_customers_on_top():
    order = names(Order.GAP)
    missed = [name for name in order if SCORES[name].state is TargetState.MISSED]
    assert order[: len(missed)] == missed
    customers = [gap(SCORES[name]).customers for name in missed]
    counted = [found for found in customers if found is not None]
    assert customers == [*sorted(counted, reverse=True), *[None] * (len(customers) - len(counted))]
    assert order[0] == "ivr"
    assert sorted(order) == sorted(SCORES)


def test_by_signal_worse_and_longest_comes_first():
    assert names(Order.SIGNAL)[:7] == [
        *("billing-call", "ivr", "engineer-visit"),  # worse for 21, 12, 9 days
        *("retention-call", "chat", "order-call"),  # better for 11, 8, 6
        "web-shop",
    ]


def test_equals_stay_as_on_the_map():
    order = names(Order.SIGNAL)
    steady = [name for name in SCORES if SCORES[name].change.signal == "none"]
    assert [name for name in order if name in steady] == steady


@pytest.mark.parametrize(
    ("touchpoint", "level"),
    [("ivr", 3), ("e-mail", 3), ("retention-call", 3), ("chat", 2), ("web-shop", 0)],
)
def test_importance(touchpoint, level):
    assert importance(SCORES[touchpoint]) == level


def test_nobody_to_ask_and_open_actions_matter_a_little():
    calm = SCORES["web-shop"]
    assert importance(replace(calm, flags=("no_owner",))) == 1
    assert importance(replace(calm, open_actions=1)) == 1
    assert importance(replace(calm, flags=("not_placed",))) == 3
