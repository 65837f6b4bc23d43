"""Volume and rate effects sum to the change, whatever the groups; and mean what they say."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cjm_tui.domain.kpi import Tally
from cjm_tui.domain.statistics.decomposition import effects
from cjm_tui.domain.statistics.measures import total_of, value_of
from tests.screens.fake_boards import kpi

CSAT, ASA, AHT, NPS = kpi("csat"), kpi("asa"), kpi("aht"), kpi("nps")


def share(n, successes):
    return Tally(n, float(successes), float(successes))


def answers(promoters, passive, detractors):
    n = promoters + passive + detractors
    return Tally(n, 0.0, 0.0, promoters, detractors)


counts = st.integers(0, 400)
tallies = {
    "csat": st.tuples(counts, st.floats(0, 1)).map(lambda t: share(t[0], round(t[0] * t[1]))),
    "asa": st.tuples(counts, st.floats(0, 900)).map(lambda t: Tally(t[0], t[0] * t[1])),
    "aht": st.tuples(counts, st.floats(0, 900)).map(
        lambda t: Tally(t[0], t[0] * t[1], 0.0, 0, 0, 2.5 * t[0])
    ),
    "nps": st.tuples(counts, counts, counts).map(lambda t: answers(*t)),
}


@pytest.mark.parametrize("name", list(tallies))
@given(st.data())
def test_effects_sum_to_the_change(name, data):
    of = kpi(name)
    pairs = data.draw(st.lists(st.tuples(tallies[name], tallies[name]), min_size=1, max_size=9))
    before, now = (total_of(pair[i] for pair in pairs) for i in (0, 1))
    assume(before.n > 0 and now.n > 0)
    change = value_of(of, now) - value_of(of, before)
    assert sum(e.both for e in effects(of, pairs)) == pytest.approx(change, abs=1e-7)


@given(st.lists(st.tuples(counts.filter(bool), counts.filter(bool)), min_size=1, max_size=6))
def test_only_volume_counts_where_no_group_changed(sizes):
    """Each group's own share is i in 8 in both periods; whatever moved, it moved by mix."""
    pairs = [(Tally(a, a * i / 8), Tally(b, b * i / 8)) for i, (a, b) in enumerate(sizes, start=1)]
    assert all(e.rate == pytest.approx(0, abs=1e-9) for e in effects(CSAT, pairs))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_only_rates_count_where_no_share_changed(values):
    pairs = [(Tally(100, 50.0), Tally(200, 200 * value)) for value in values]
    assert all(e.volume == pytest.approx(0, abs=1e-9) for e in effects(CSAT, pairs))


def test_a_worked_example():
    """Billing rises from 20 to 30 of 100 calls and falls from 60 to 50 %; the others stay at 80 %.

    Before 0.2·60 + 0.8·80 = 76 %, now 0.3·50 + 0.7·80 = 71 %; their middle is 73.5 %.
    Billing: volume 0.1·(55 − 73.5) = −1.85, rate −10·0.25 = −2.5. Others: −0.1·(80 − 73.5) = −0.65.
    """
    billing = (share(20, 12), share(30, 15))
    others = (share(80, 64), share(70, 56))
    one, other = effects(CSAT, [billing, others])
    assert one == pytest.approx((-1.85, -2.5))
    assert other == pytest.approx((-0.65, 0.0))
    assert one.both + other.both == pytest.approx(71 - 76)


def test_a_group_that_is_new_or_gone_counts_by_volume_alone():
    """A new reason at 40 % takes 20 of 100 calls; the gone one was at 60 %."""
    new, gone = (Tally(), share(20, 8)), (share(20, 12), Tally())
    stays = (share(80, 64), share(80, 64))
    found = effects(CSAT, [new, gone, stays])
    assert [e.rate for e in found] == pytest.approx([0.0, 0.0, 0.0])
    assert sum(e.both for e in found) == pytest.approx(72 - 76)


def test_an_nps_in_points():
    one = (answers(50, 30, 20), answers(20, 30, 50))
    (found,) = effects(NPS, [one])
    assert found == pytest.approx((0.0, -60.0))


def test_a_ratio_is_weighed_by_its_weight():
    """300 s over 10 handled, then 300 s over 20: from 30 to 15 s each."""
    (found,) = effects(AHT, [(Tally(5, 300.0, weight=10.0), Tally(5, 300.0, weight=20.0))])
    assert found.both == pytest.approx(
        value_of(AHT, Tally(5, 300.0, weight=20.0)) - value_of(AHT, Tally(5, 300.0, weight=10.0))
    )
    assert found.both == pytest.approx(-15.0)
