"""Roles change hands: never two owners from a takeover on, and every day is owned or is not."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_tui.domain.tenure import Spell, confirmed, given_up, joined, taken_over

DAY = timedelta(days=1)
TODAY = date(2026, 11, 20)
FAR = 40


def day(ahead):
    return TODAY + ahead * DAY


def holders(spells, on):
    return [spell.party_id for spell in spells if spell.holds(on)]


def test_whoever_held_it_does_so_until_the_day_before():
    before = (Spell("ann", day(-300), None, day(-100)),)
    after = taken_over(before, "bob", TODAY, TODAY)
    assert after == (
        Spell("ann", day(-300), day(-1), day(-100)),
        Spell("bob", TODAY, None, TODAY),
    )


def test_a_takeover_ends_several_owners_and_plans():
    before = (Spell("ann"), Spell("bob", day(-5)), Spell("cid", day(9)))
    after = taken_over(before, "bob", TODAY, TODAY)
    assert holders(after, TODAY) == holders(after, day(20)) == ["bob"]
    assert Spell("bob", day(-5), None, TODAY) in after, "without a gap nothing begins anew"


def test_one_day_mistaken_leaves_no_trace_of_a_tenure():
    after = taken_over(taken_over((), "ann", TODAY, TODAY), "bob", TODAY, TODAY)
    assert [spell.party_id for spell in after] == ["bob"]


def test_who_comes_back_after_a_gap_begins_anew():
    (spell,) = taken_over((Spell("ann", day(-90), day(-30)),), "ann", TODAY, TODAY)
    assert spell == Spell("ann", TODAY, None, TODAY)


def test_a_release_counts_from_its_first_day():
    after = given_up((Spell("ann", day(-9)), Spell("bob")), ["ann"], TODAY)
    assert holders(after, day(-1)) == ["ann", "bob"]
    assert holders(after, TODAY) == ["bob"]


def test_to_join_ends_nobody_and_to_confirm_is_of_today():
    spells = joined((Spell("ann", day(-9)), Spell("old", day(-9), day(-2))), "bob", TODAY, TODAY)
    assert holders(spells, TODAY) == ["ann", "bob"]
    assert {s.party_id: s.confirmed_at for s in confirmed(spells, TODAY)} == {
        "ann": TODAY,
        "bob": TODAY,
        "old": None,
    }


spells_of_a_file = st.lists(
    st.builds(
        lambda name, start, length: Spell(
            name,
            None if start is None else day(start),
            None if length is None else day((start or 0) + length),
        ),
        st.sampled_from("abcd"),
        st.none() | st.integers(-FAR, FAR),
        st.none() | st.integers(0, FAR),
    ),
    max_size=4,
    unique_by=lambda spell: spell.party_id,
)
moves = st.lists(
    st.tuples(st.none() | st.sampled_from("abcd"), st.integers(-FAR, FAR)), min_size=1, max_size=6
)


@settings(max_examples=200)
@given(spells_of_a_file, moves)
def test_from_the_day_of_any_takeover_there_is_one_owner_and_from_a_release_none(spells, moves):
    spells = tuple(spells)
    for name, ahead in moves:
        if name is None:
            spells = given_up(spells, [spell.party_id for spell in spells], day(ahead))
        else:
            spells = taken_over(spells, name, day(ahead), TODAY)
        wanted = [] if name is None else [name]
        for later in range(ahead, 3 * FAR):
            assert holders(spells, day(later)) == wanted
        assert len({spell.party_id for spell in spells}) == len(spells)


@settings(max_examples=100)
@given(st.lists(st.none() | st.sampled_from("abc"), min_size=1, max_size=30))
def test_owned_days_and_days_without_an_owner_add_up(owner_of_day):
    """Day by day somebody takes over, goes on, or is released: what is kept says just that."""
    spells = ()
    days = dict(enumerate(owner_of_day))
    for ahead, name in days.items():
        before = days.get(ahead - 1)
        if name is None and before is not None:
            spells = given_up(spells, [spell.party_id for spell in spells], day(ahead))
        elif name is not None and name != before:
            spells = taken_over(spells, name, day(ahead), day(ahead))
        assert holders(spells, day(ahead)) == ([name] if name else [])
    ends = [spell.until for spell in spells if spell.until is not None]
    if owner_of_day[-1] is None and ends:
        without = (day(len(owner_of_day) - 1) - max(ends)).days
        tail = next(i for i, name in enumerate(reversed(owner_of_day)) if name)
        assert without == tail
