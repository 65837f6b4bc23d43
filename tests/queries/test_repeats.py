"""Repeats and first contact resolution: the window's edges by hand, and all of it by an oracle."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.queries.facts import OFFSET, Facts

NINE = datetime(2026, 11, 2, 9)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WEEK = 7 * DAY
SECOND = timedelta(seconds=1)


def repeated(facts, contact_id, kpi="repeat_7d", **bounds):
    """Return the value of the contact's row at the line; None where it has none."""
    rows = facts.writer.rows("select interaction_id, contact_id from interaction")
    contact_of = dict(rows)
    values = [
        value
        for source, value in facts.values(kpi, **bounds).items()
        if contact_of[source] == contact_id
    ]
    return values[0] if values else None


@pytest.mark.parametrize(
    ("gap", "value"),
    [
        (SECOND, 1.0),
        (WEEK - SECOND, 1.0),
        (WEEK, 1.0),
        (WEEK + SECOND, 0.0),
        (timedelta(), 0.0),  # starts as the other ends: it does not start after it
        (-SECOND, 0.0),  # overlaps: no repeat of it
    ],
)
def test_the_window_runs_from_the_end_of_the_contact_for_7_days(facts, gap, value):
    first = facts.contact("ann", NINE, NINE + HOUR)
    facts.contact("ann", NINE + HOUR + gap, NINE + HOUR + gap + MINUTE)
    assert repeated(facts, first) == value


def test_a_contact_without_an_end_ends_as_it_starts(facts):
    first = facts.contact("ann", NINE)
    second = facts.contact("ann", NINE + WEEK)
    assert (repeated(facts, first), repeated(facts, second)) == (1.0, 0.0)


def test_an_overlapping_contact_does_not_hide_the_repeat_after_it(facts):
    long = facts.contact("ann", NINE, NINE + 2 * HOUR)
    inside = facts.contact("ann", NINE + HOUR, NINE + HOUR + MINUTE)
    facts.contact("ann", NINE + 3 * HOUR)
    assert (repeated(facts, long), repeated(facts, inside)) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("other", "value"),
    [
        ({"customer": "ann"}, 1.0),
        ({"customer": "ann", "direction": "inbound"}, 1.0),
        ({"customer": "bob"}, 0.0),
        ({"customer": None}, 0.0),
        ({"customer": "ann", "direction": "outbound"}, 0.0),
        ({"customer": "ann", "direction": "callback"}, 0.0),
    ],
)
def test_only_the_same_customers_own_contact_is_a_repeat(facts, other, value):
    first = facts.contact("ann", NINE, NINE + MINUTE)
    facts.contact(other.pop("customer"), NINE + HOUR, **other)
    assert repeated(facts, first) == value


def test_an_outbound_contact_between_does_not_hide_the_repeat(facts):
    first = facts.contact("ann", NINE, NINE + MINUTE)
    facts.contact("ann", NINE + HOUR, direction="outbound")
    facts.contact("ann", NINE + DAY)
    assert repeated(facts, first) == 1.0


def test_transfers_are_legs_of_one_contact_and_one_row_a_touchpoint(facts):
    contact = facts.contact("ann", NINE, NINE + HOUR, legs=())
    facts.leg(contact, "ivr", NINE)
    facts.leg(contact, "line", NINE + 20 * MINUTE, interaction_id="second")
    facts.leg(contact, "line", NINE + 10 * MINUTE, interaction_id="first")
    rows = facts.denominator("repeat_7d")
    assert [(r["touchpoint_id"], r["local_at"], r["value"]) for r in rows] == [
        ("ivr", NINE, 0.0),
        ("line", NINE + 10 * MINUTE, 0.0),
    ]
    assert rows[1]["source_id"] == "first"


def test_only_identified_inbound_contacts_count(facts):
    facts.contact(None, NINE)
    facts.contact("ann", NINE, direction="outbound")
    facts.contact("bob", NINE, direction="callback")
    kept = facts.contact("cid", NINE, direction=None)
    assert [repeated(facts, kept)] == [0.0]
    assert len(facts.denominator("repeat_7d")) == 1


def test_a_row_is_final_when_its_window_closes_even_if_the_repeat_was_seen(facts):
    facts.contact("ann", NINE, NINE + HOUR)
    facts.contact("ann", NINE + DAY, NINE + DAY + HOUR)
    first, second = facts.denominator("repeat_7d")
    assert first["value"] == 1.0
    assert first["final_at"] == NINE + HOUR - OFFSET + WEEK
    assert second["final_at"] == NINE + DAY + HOUR - OFFSET + WEEK


def test_a_repeat_after_as_of_is_not_known_yet(facts):
    first = facts.contact("ann", NINE, NINE + HOUR)
    facts.contact("ann", NINE + DAY)
    before = NINE + DAY - OFFSET - SECOND
    assert repeated(facts, first, as_of=before) == 0.0
    assert repeated(facts, first, as_of=before + SECOND) == 1.0


def test_a_contact_belongs_to_the_day_of_its_first_leg_at_the_touchpoint(facts):
    contact = facts.contact("ann", NINE, NINE + 3 * DAY, legs=())
    facts.leg(contact, "line", NINE)
    facts.leg(contact, "line", NINE + 2 * DAY)
    facts.leg(contact, "shop", NINE + 2 * DAY)
    by_day = [
        [
            row["touchpoint_id"]
            for row in facts.denominator(
                "repeat_7d", NINE.date() + ahead * DAY, NINE.date() + (ahead + 1) * DAY
            )
        ]
        for ahead in range(4)
    ]
    assert by_day == [["line"], [], ["shop"], []]


@pytest.mark.parametrize(
    ("resolved", "comes_back", "value"),
    [(None, False, 1.0), (True, False, 1.0), (False, False, 0.0), (True, True, 0.0)],
)
def test_first_contact_resolution(facts, resolved, comes_back, value):
    first = facts.contact("ann", NINE, NINE + HOUR, outcome="answered", resolved=resolved)
    if comes_back:
        facts.contact("ann", NINE + DAY, legs=("web",), outcome="done")
    assert repeated(facts, first, "fcr_7d") == value


def test_first_contact_resolution_needs_an_agents_answer(facts):
    contact = facts.contact("ann", NINE, NINE + HOUR, legs=())
    facts.leg(contact, "line", NINE, outcome="abandoned")
    facts.leg(contact, "line", NINE + DAY, outcome="answered", interaction_id="answered")
    facts.leg(contact, "ivr", NINE, outcome="to_agent")
    (row,) = facts.denominator("fcr_7d")
    assert (row["source_id"], row["local_at"]) == ("answered", NINE + DAY)


# An oracle that looks at every pair of contacts

hours = st.integers(0, 24 * 24)
contacts = st.lists(
    st.fixed_dictionaries(
        {
            "customer_key": st.sampled_from(["ann", "bob", None]),
            "direction": st.sampled_from(["inbound", "inbound", None, "outbound"]),
            "resolved": st.sampled_from([True, False, None]),
            "start": hours,
            "length": st.sampled_from([None, 0, 1, 5, 30, 200]),
            "legs": st.lists(
                st.tuples(
                    st.integers(0, 60),
                    st.sampled_from(["line", "ivr"]),
                    st.sampled_from(["answered", "abandoned"]),
                ),
                max_size=3,
            ),
        }
    ),
    max_size=12,
)


def fill(facts, drawn):
    """Insert the contacts; a leg never starts after the end of its contact."""
    rows, legs = [], []
    for number, contact in enumerate(drawn):
        start = datetime(2026, 11, 1) + contact["start"] * HOUR
        ends = [start + hour * HOUR for hour, _, _ in contact["legs"]]
        length = contact["length"]
        end = None if length is None else max([start + length * HOUR, *ends])
        rows.append(
            {
                "contact_id": f"c{number}",
                "customer_key": contact["customer_key"],
                "direction": contact["direction"],
                "resolved": contact["resolved"],
                "started_at": start - OFFSET,
                "local_at": start,
                "ended_at": end and end - OFFSET,
            }
        )
        for order, (hour, touchpoint, outcome) in enumerate(contact["legs"]):
            at = start + hour * HOUR
            legs.append(
                {
                    "interaction_id": f"c{number}-{order}",
                    "contact_id": f"c{number}",
                    "touchpoint_id": touchpoint,
                    "outcome": outcome,
                    "started_at": at - OFFSET,
                    "local_at": at,
                }
            )
    facts.insert("contact", rows)
    facts.insert("interaction", legs)
    return rows, legs


def oracle(rows, legs, *, resolution):
    """Return value, day and final time by the source's place, by looking at every pair."""
    own = [r for r in rows if r["customer_key"] and r["direction"] in ("inbound", None)]
    found = {}
    for row in own:
        end = row["ended_at"] or row["started_at"]
        again = any(
            end < other["started_at"] <= end + WEEK
            for other in own
            if other is not row and other["customer_key"] == row["customer_key"]
        )
        value = (row["resolved"] is not False and not again) if resolution else again
        for touchpoint in ("line", "ivr"):
            there = [
                (leg["started_at"], leg["interaction_id"], leg["local_at"])
                for leg in legs
                if leg["contact_id"] == row["contact_id"]
                and leg["touchpoint_id"] == touchpoint
                and (leg["outcome"] == "answered" or not resolution)
            ]
            if there:
                at, _, local_at = min(there)
                found[row["contact_id"], touchpoint, at] = (float(value), local_at, end + WEEK)
    return found


def place_of(legs):
    """Return contact, touchpoint and start of each leg by its id: of equal ones any may stand."""
    keys = ("contact_id", "touchpoint_id", "started_at")
    return {leg["interaction_id"]: tuple(leg[key] for key in keys) for leg in legs}


@settings(max_examples=60, deadline=None)
@given(drawn=contacts, first=st.integers(0, 30), days=st.integers(1, 5))
@pytest.mark.parametrize("kpi", ["repeat_7d", "fcr_7d"])
def test_repeats_agree_with_looking_at_every_pair(kpi, drawn, first, days):
    facts = Facts()
    contacts_, legs = fill(facts, drawn)
    expected = oracle(contacts_, legs, resolution=kpi == "fcr_7d")
    place = place_of(legs)
    rows = facts.denominator(kpi)
    found = {
        place[row["source_id"]]: (row["value"], row["local_at"], row["final_at"]) for row in rows
    }
    assert found == expected
    start = date(2026, 11, 1) + first * DAY
    part = facts.values(kpi, first=start, end=start + days * DAY)
    assert {place[source]: value for source, value in part.items()} == {
        source: value
        for source, (value, local_at, _) in expected.items()
        if start <= local_at.date() < start + days * DAY
    }
