"""Which invitations count as answered, by hand and against plain Python."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.queries.facts import OFFSET, Facts

NINE = datetime(2026, 11, 2, 9)
WEEK = timedelta(days=7)


def invite(facts, at=NINE, *, touchpoint="line", invitation_id="v1", **more):
    facts.invitation(touchpoint, at, invitation_id=invitation_id, **more)


def answer(facts, at, *, touchpoint="line", instrument="csat", score=4, **more):
    facts.feedback(touchpoint, at, instrument, score, **more)


@pytest.mark.parametrize(
    ("after", "counts"),
    [(timedelta(0), 1.0), (WEEK, 1.0), (WEEK + timedelta(seconds=1), 0.0)],
)
def test_an_answer_may_come_within_seven_days(facts, after, counts):
    invite(facts, contact_id="c1")
    answer(facts, NINE + after, contact_id="c1")
    assert facts.values("survey_response") == {"v1": counts}


def test_an_answer_before_the_invitation_is_none(facts):
    invite(facts, contact_id="c1")
    answer(facts, NINE - timedelta(minutes=1), contact_id="c1")
    assert facts.values("survey_response") == {"v1": 0.0}


def test_a_row_is_an_invitation_that_is_final_after_its_window(facts):
    invite(facts, contact_id="c1")
    (row,) = facts.denominator("survey_response")
    assert (row["source_table"], row["source_id"]) == ("invitation", "v1")
    assert (row["local_at"], row["final_at"]) == (NINE, NINE - OFFSET + WEEK)


@pytest.mark.parametrize(
    ("invited", "answered"),
    [
        ({"contact_id": "c1"}, {"contact_id": "c2"}),
        ({"contact_id": "c1", "customer_key": "k"}, {"contact_id": "c2", "customer_key": "k"}),
        ({"customer_key": "k"}, {"customer_key": "other"}),
        ({"contact_id": "c1"}, {"contact_id": "c1", "touchpoint": "shop"}),
        ({"contact_id": "c1"}, {"contact_id": "c1", "instrument": "nps"}),
        ({"contact_id": "c1"}, {"contact_id": "c1", "voice": "employee"}),
        ({"contact_id": "c1"}, {}),
    ],
)
def test_an_answer_of_something_else_is_no_answer(facts, invited, answered):
    invite(facts, **invited)
    answer(facts, NINE + timedelta(hours=1), **answered)
    assert facts.values("survey_response") == {"v1": 0.0}


@pytest.mark.parametrize(
    ("invited", "answered"),
    [
        ({"customer_key": "k"}, {"customer_key": "k", "contact_id": "c9"}),
        ({"contact_id": "c1", "customer_key": "k"}, {"customer_key": "k"}),
        ({"contact_id": "c1", "instrument": None}, {"contact_id": "c1", "instrument": "nps"}),
        ({"contact_id": "c1"}, {"contact_id": "c1", "score": None}),
    ],
)
def test_who_names_no_contact_is_known_by_the_customer(facts, invited, answered):
    invite(facts, **invited)
    answer(facts, NINE + timedelta(hours=1), **answered)
    assert facts.values("survey_response") == {"v1": 1.0}


def test_an_answer_counts_for_the_latest_invitation_only(facts):
    invite(facts, customer_key="k", invitation_id="first")
    invite(facts, NINE + timedelta(days=3), customer_key="k", invitation_id="second")
    answer(facts, NINE + timedelta(days=4), customer_key="k")
    assert facts.values("survey_response") == {"first": 0.0, "second": 1.0}
    assert facts.values("survey_response", end=date(2026, 11, 3)) == {"first": 0.0}


def test_who_cannot_be_found_again_is_left_out(facts):
    invite(facts)
    assert facts.values("survey_response") == {}


hours = st.integers(0, 24 * 16)
who = st.fixed_dictionaries(
    {
        "contact_id": st.sampled_from([None, "c1", "c2"]),
        "customer_key": st.sampled_from([None, "k1", "k2"]),
        "touchpoint_id": st.sampled_from(["line", "shop"]),
        "hour": hours,
    }
)


@settings(max_examples=60, deadline=None)
@given(
    invited=st.lists(st.tuples(who, st.sampled_from([None, "csat", "nps"])), max_size=8),
    answered=st.lists(
        st.tuples(
            who, st.sampled_from(["csat", "nps"]), st.sampled_from([None, "customer", "leader"])
        ),
        max_size=8,
    ),
    days=st.tuples(st.integers(0, 16), st.integers(1, 17)),
)
def test_invitations_agree_with_plain_python_and_a_day_is_the_same_in_any_range(
    invited, answered, days
):
    facts = Facts()
    start = datetime(2026, 10, 20)
    invitations, answers = {}, {}
    for number, (one, instrument) in enumerate(invited):
        at = start + timedelta(hours=one.pop("hour"), seconds=number)
        invitations[f"v{number}"] = one | {"instrument": instrument, "local_at": at}
    for number, (one, instrument, voice) in enumerate(answered):
        at = start + timedelta(hours=one.pop("hour"), minutes=1)
        answers[f"f{number}"] = one | {"instrument": instrument, "voice": voice, "local_at": at}
    for table, rows in (("invitation", invitations), ("feedback", answers)):
        key = f"{table}_id"
        facts.insert(
            table,
            [row | {key: name, "at": row["local_at"] - OFFSET} for name, row in rows.items()],
        )
    expected = {
        name: 0.0 for name, row in invitations.items() if row["contact_id"] or row["customer_key"]
    }
    for said in answers.values():
        able = [name for name in expected if could_answer(said, invitations[name])]
        if able:
            expected[max(able, key=lambda name: invitations[name]["local_at"])] = 1.0
    assert facts.values("survey_response") == expected
    first, end = (start.date() + timedelta(days=day) for day in days)
    inside = {
        name: value
        for name, value in expected.items()
        if first <= invitations[name]["local_at"].date() < end
    }
    assert facts.values("survey_response", first=first, end=end) == inside


def could_answer(said, invited):
    if said["voice"] == "leader" or said["touchpoint_id"] != invited["touchpoint_id"]:
        return False
    if invited["instrument"] not in (None, said["instrument"]):
        return False
    if not invited["local_at"] <= said["local_at"] <= invited["local_at"] + WEEK:
        return False
    contacts = said["contact_id"], invited["contact_id"]
    if None in contacts:
        return said["customer_key"] is not None and said["customer_key"] == invited["customer_key"]
    return contacts[0] == contacts[1]
