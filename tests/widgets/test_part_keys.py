"""Keys of spots: whatever the data is called, different things have different keys."""

from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.breakdown import Cut, Dimension, Part
from cjm_tui.domain.kpi import Estimate, Signal
from cjm_tui.widgets.heat_table import part_key
from cjm_tui.widgets.picture import Spot

values = (
    st.sampled_from([None, "", "?", ":totals", "?:totals", "a:b", "None", "'", "1"]) | st.text()
)
cuts = st.lists(st.tuples(st.sampled_from(Dimension), values), min_size=1, max_size=2)


@given(cuts, st.booleans(), cuts, st.booleans())
def test_parts_share_a_key_only_if_they_are_the_same(one, totalled, other, other_totalled):
    def key(cut, totals):
        return part_key(
            Part(Cut(tuple(cut)), Estimate(None, None, None, 0), 0.0, Signal.NONE, totalled=totals)
        )

    same = (one, totalled) == (other, other_totalled)
    assert (key(one, totalled) == key(other, other_totalled)) is same


def test_a_finding_and_a_touchpoint_of_any_name_are_two_things():
    touchpoint = Spot("finding:ivr", 0, 0, 1)
    assert not touchpoint.same(Spot("ivr", 0, 0, 1, kind="finding"))
    assert Spot("ivr", 3, 2, 1, kind="finding").same(Spot("ivr", 0, 0, 1, kind="finding"))
