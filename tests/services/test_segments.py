"""The map of one segment against independent Python on random facts, and what it leaves unsaid."""

from collections import defaultdict
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.breakdown import segment_cut
from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.journey import Segment
from cjm_tui.domain.journey_order import lines
from cjm_tui.domain.kpi import Signal, TargetState
from cjm_tui.errors import UsageError
from cjm_tui.services.figure import figure, figure_rows
from cjm_tui.services.journey_map import journey_map
from cjm_tui.services.segments import asked_segment
from tests.services.site import DAY, LAST, Site
from tests.services.test_breakdown import SLOW, answers, contacts, legs, rows_by_hand, site_of


def at(board, touchpoint_id):
    return next(s for _, _, s in lines(board.journeys) if s.touchpoint_id == touchpoint_id)


def judged_by(site, kpi, threshold=80.0):
    site.connection.execute(
        "update touchpoint set good_kpi = ?, good_threshold = ? where touchpoint_id = 'line'",
        [kpi, threshold],
    )
    return site


@pytest.mark.parametrize("kpi", ["abandon_rate", "asa", "csat"])
@given(
    st.lists(legs, min_size=4, max_size=30), contacts, st.lists(answers, min_size=2, max_size=20)
)
@SLOW
def test_each_segments_score_is_that_of_the_rows_that_plain_python_finds(
    kpi, legs, contacts, answers
):
    wanted = defaultdict(dict)
    for row, value, known in rows_by_hand(kpi, legs, contacts, answers):
        wanted[known["segment"] or None][row] = value
    site = judged_by(site_of(legs, contacts, answers), kpi)
    reader = site.reader()
    whole = journey_map(reader, site.catalog, listed=True)
    assert set(wanted) <= {segment.name for segment in whole.segments}
    for segment in whole.segments:
        score = at(journey_map(reader, site.catalog, segment=segment), "line")
        own = wanted[segment.name]
        assert (score.kpi.name, score.estimate.n) == (kpi, len(own))
        behind = figure(reader, site.catalog, "line", kpi, cut=segment_cut(segment))
        assert behind.estimate == score.estimate
        assert {row[3]: row[4] for row in figure_rows(reader, behind, None).rows} == own
        if own:
            assert score.estimate.value == pytest.approx(score.kpi.scale * fmean(own.values()))
    assert sum(map(len, wanted.values())) == at(whole, "line").estimate.n


def two_segments():
    """A line at which business customers abandon half of their calls, home ones a tenth."""
    site = judged_by(Site().map(), "abandon_rate", 20.0)
    for back in range(80):
        day = LAST - back * DAY
        site.calls("line", day, 5, 5, segment="business")
        site.calls("line", day, 9, 1, segment="home")
        site.answers("shop", day, 3, 1)
    site.calls("line", LAST, 4, 0, segment="new")
    return site


def test_a_segment_has_its_own_verdict_but_no_baseline():
    site = two_segments()
    reader = site.reader()
    of = {
        name: at(journey_map(reader, site.catalog, segment=Segment(name)), "line")
        for name in ("business", "home", "new")
    }
    assert (of["business"].estimate.n, of["business"].estimate.value) == (280, 50.0)
    assert of["business"].state is TargetState.MISSED
    assert of["home"].state is TargetState.MET
    assert of["home"].estimate.low < 10.0 < of["home"].estimate.high
    for name in ("business", "home"):
        change = of[name].change
        assert (change.signal, change.baseline, change.change) == (Signal.NO_BASELINE, None, None)
        assert of[name].trend == ()
    assert (of["new"].estimate.n, of["new"].estimate.value) == (4, None)
    assert of["new"].change.signal is Signal.TOO_FEW


def test_where_nobody_of_the_segment_came_the_touchpoint_stays_with_its_kpi():
    site = two_segments()
    shop = at(journey_map(site.reader(), site.catalog, segment=Segment("home")), "shop")
    assert (shop.kpi.name, shop.estimate.n, shop.estimate.value) == ("csat", 0, None)


def test_other_days_are_not_set_beside_a_segment():
    site = two_segments()
    board = journey_map(
        site.reader(), site.catalog, "28d", Comparison.PREVIOUS, Segment("business")
    )
    assert board.comparison is Comparison.BASELINE
    assert at(board, "line").compared is None


def test_daily_totals_belong_to_no_segment():
    site = judged_by(Site().map(), "csat")
    site.answers("line", LAST, 20, 6)
    site.insert(
        "measure", [{"touchpoint_id": "line", "day": LAST, "kpi": "csat", "n": 500, "sum": 400.0}]
    )
    reader = site.reader()
    whole = journey_map(reader, site.catalog, listed=True)
    assert whole.segments == (Segment(None),)
    assert at(whole, "line").estimate.n == 526
    assert at(journey_map(reader, site.catalog, segment=Segment(None)), "line").estimate.n == 26


def test_an_unknown_segment_is_answered_with_those_there_are():
    reader = two_segments().reader()
    assert asked_segment(reader, "BUSINESS", "28d") == Segment("business")
    with pytest.raises(UsageError, match="'gold' is no segment") as raised:
        asked_segment(reader, "gold", "28d")
    assert "business, home, new" in raised.value.hint
