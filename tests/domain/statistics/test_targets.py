"""A value against its standard of good."""

import pytest

from cjm_tui.domain.kpi import Direction, Measure, Tally, TargetState
from cjm_tui.domain.statistics.estimates import estimate
from cjm_tui.domain.statistics.targets import target_state
from tests.domain.statistics.histories import kpi, share


@pytest.mark.parametrize(
    ("direction", "target", "expected"),
    [
        (Direction.HIGHER, 35.0, TargetState.MISSED),
        (Direction.HIGHER, 30.0, TargetState.MET),
        (Direction.HIGHER, 31.0, TargetState.MET),
        (Direction.LOWER, 35.0, TargetState.MET),
        (Direction.LOWER, 30.0, TargetState.MISSED),
    ],
)
def test_met_or_missed_by_the_good_direction(direction, target, expected):
    subject = kpi(direction=direction)
    assert target_state(subject, estimate(subject, share(310, 1000)), target) is expected


def test_nothing_is_claimed_without_a_target_or_on_few_rows():
    subject = kpi()
    assert target_state(subject, estimate(subject, share(300, 1000)), None) is TargetState.NONE
    assert target_state(subject, estimate(subject, share(2, 8)), 80.0) is TargetState.NONE
    assert target_state(subject, estimate(subject, share(10, 29)), 80.0) is TargetState.NONE
    assert target_state(subject, estimate(subject, share(10, 30)), 80.0) is TargetState.MISSED
    nps = kpi(Measure.NPS)
    few = estimate(nps, Tally(n=99, promoters=10, detractors=50))
    assert target_state(nps, few, 20.0) is TargetState.NONE


def test_an_open_follow_up_window_is_provisional_only_where_there_is_one():
    windowed, plain = kpi(window_days=7), kpi()
    tally = share(300, 1000)
    open_one = target_state(windowed, estimate(windowed, tally), 40.0, final=False)
    assert open_one is TargetState.PROVISIONAL
    assert target_state(windowed, estimate(windowed, tally), 40.0) is TargetState.MISSED
    assert target_state(plain, estimate(plain, tally), 40.0, final=False) is TargetState.MISSED
