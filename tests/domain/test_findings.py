"""Customers hurt by hand, and which finding is told of a touchpoint."""

from dataclasses import replace
from datetime import date

import pytest

from cjm_tui.domain.finding_words import heading, lines
from cjm_tui.domain.findings import customers_hurt, ranked
from cjm_tui.domain.kpi import Change, Direction, Estimate, Measure, Signal, Unit
from tests.screens.fake_boards import journey_map, kpi, todays

FOUND = todays(journey_map())


def hurt(n, change, **of_kpi):
    found = replace(kpi("csat"), **of_kpi)
    estimate = Estimate(n, 50.0, 40.0, 60.0, denominator=4000.0)
    return customers_hurt(found, estimate, Change(Signal.WORSE, change=change))


def test_a_share_counts_its_failures_beyond_the_baseline():
    assert hurt(248, -22.9) == pytest.approx(56.792)
    assert hurt(1893, 9.8, direction=Direction.LOWER) == pytest.approx(185.514)


def test_an_nps_counts_promoters_lost_and_detractors_gained():
    assert hurt(400, -25.0, measure=Measure.NPS, unit=Unit.POINTS) == 100.0


def test_a_rate_counts_events():
    rate = {"measure": Measure.RATE, "unit": Unit.PER_THOUSAND, "direction": Direction.LOWER}
    assert hurt(0, 5.0, **rate) == pytest.approx(20.0)


def test_what_got_better_in_the_period_hurts_nobody():
    assert hurt(248, 3.0) == 0.0


@pytest.mark.parametrize("measure", [Measure.MEAN, Measure.RATIO, Measure.QUANTILE])
def test_a_mean_is_not_counted_in_customers(measure):
    assert hurt(500, 12.0, measure=measure, unit=Unit.SECONDS, direction=Direction.LOWER) is None


def test_most_customers_come_first_and_what_cannot_be_counted_last():
    waits = replace(FOUND[0], touchpoint_id="desk", hurt=None)
    order = [finding.touchpoint_id for finding in ranked([waits, *reversed(FOUND)])]
    assert order == ["ivr", "billing-call", "engineer-visit", "desk"]


def test_of_a_touchpoint_the_strongest_is_told():
    weaker = replace(FOUND[0], kpi=kpi("ces"), hurt=None)
    weakest = replace(FOUND[0], kpi=kpi("nps"), hurt=1.0)
    (told,) = ranked([weaker, weakest, FOUND[0]])
    assert told == FOUND[0]


def test_two_lines_say_all_of_it():
    first, second = lines(FOUND[0])
    assert first.startswith(
        "Get help › IVR  1,371 customers hurt · Res7 29.0% [28.0–30.0] n=31,877"
    )
    assert "baseline 33.3%" in first
    assert second == (
        "▼ worse, 12 days · NO OWNER for 143 days · action: Ask callers once, due 4 Dec"
        " · the last 8 in a row below the baseline"
    )
    assert lines(FOUND[1])[1].startswith("▼ worse, 21 days · owner Finance · no open action · ")


def test_fewer_than_three_are_said_to_be_fewer():
    assert heading(FOUND) == "today's three, of 3 findings, by customers hurt"
    assert heading(FOUND[:1]) == "today's three: only 1 finding"
    assert "nothing is worse" in heading(())
    assert FOUND[0].action_due == date(2026, 12, 4)
