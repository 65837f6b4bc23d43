"""The gates of an action, whatever it has: what is named as missing is what opens them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.actions import (
    SIGNED_OFF,
    TRANSITIONS,
    Action,
    GateError,
    Person,
    Say,
    SignOff,
    State,
    lacks,
    needs_reason,
    refuse,
)

DAY = date(2026, 11, 20)
PEOPLE = st.builds(
    Person, st.just("x"), st.sampled_from(("", "S. Kaur")), st.just("Field"), st.booleans()
)
SIGNED = SignOff(SIGNED_OFF, "K. Lead", DAY)
ACTIONS = st.builds(
    Action,
    st.just("A-1"),
    st.just("title"),
    st.sampled_from(State),
    owner=PEOPLE,
    sponsor=PEOPLE,
    lead_department=st.sampled_from(("", "Technology")),
    due=st.sampled_from((None, DAY)),
    says=st.lists(st.sampled_from(("Field", "Billing")), unique=True).map(
        lambda names: tuple(Say(name) for name in names)
    ),
    training=st.sampled_from((SignOff(), SIGNED)),
    communication=st.sampled_from((SignOff(), SIGNED)),
    told=st.integers(0, 2),
)


@given(ACTIONS, st.sampled_from(State), st.sampled_from(("", "  ", "because")))
def test_a_refusal_names_all_that_is_missing_and_nothing_else_is_refused(action, to, note):
    way = to in TRANSITIONS[action.state]
    unsaid = needs_reason(action.state, to) and not note.strip()
    if way and not lacks(action, to) and not unsaid:
        refuse(action, to, note)
        return
    with pytest.raises(GateError) as refused:
        refuse(action, to, note)
    if way:
        expected = {*lacks(action, to), *(["a reason"] if unsaid else [])}
        assert set(refused.value.lacks) == expected
        assert all(word in refused.value.message for word in expected)


@given(ACTIONS, st.sampled_from((State.AGREED, State.IN_PROGRESS, State.LIVE)))
def test_each_missing_thing_is_named_by_itself_and_giving_all_of_them_opens_the_gate(action, to):
    person = Person("y", "New Person", "Field")
    given_all = replace(
        action,
        owner=person,
        sponsor=person,
        lead_department="Technology",
        due=DAY,
        says=(),
        training=SIGNED,
        communication=SIGNED,
    )
    assert lacks(given_all, to) == ()
    words = lacks(replace(given_all, says=action.says), to)
    agreed = to is not State.LIVE
    for say in action.supporting:
        assert any(say.department in word for word in words) is agreed
    for taken, word in (
        ({"owner": Person()}, "an owner"),
        ({"sponsor": Person()}, "a sponsor"),
        ({"due": None}, "a due date"),
    ):
        assert (word in lacks(replace(given_all, **taken), to)) is agreed
    untrained = lacks(replace(given_all, training=SignOff()), to)
    assert any("training" in word for word in untrained) is not agreed
