"""The KPIs of an IVR on eight calls, worked by hand."""

from datetime import datetime, timedelta

import pytest

from cjm_tui.store import flow
from tests.queries.facts import OFFSET
from tests.queries.test_flow import designed, put, walk

NINE = datetime(2026, 11, 2, 9)
DAY = timedelta(days=1)
# Each call: its steps, its outcome, and after how many days the customer was back.
CALLS = {
    "paid": ("Welcome Pay Pay.task_start Pay.task_ok Pay.hangup", "contained", None),
    "paid and back": ("Welcome Pay Pay.task_start Pay.task_ok Pay.hangup", "contained", 2),
    "told, back late": ("Welcome Told Told.hangup", "contained", 8),
    "not identified": ("Welcome Who Who.auth_fail Who.auth_fail Who.hangup", "contained", 1),
    "identified": ("Who Who.auth_fail Who.auth_ok Pay.task_start Pay.hangup", "contained", None),
    "gave up": ("Welcome Bill Bill.nomatch Bill.hangup", "contained", None),
    "asked": ("Welcome Welcome.agent_request Agent Agent.transfer", "to_agent", 3),
    "no steps": ("", "contained", 4),
}


@pytest.fixture
def calls(facts):
    """The calls by what they are: one customer each, but for one who gave up and is not known."""
    designed(facts, "Told")
    names = {}
    for place, (name, (text, outcome, back)) in enumerate(CALLS.items()):
        start = NINE + timedelta(minutes=10 * place)
        customer = None if name == "gave up" else f"k{place}"
        end = start + timedelta(minutes=2)
        contact = facts.contact(customer, start, end, legs=())
        leg = facts.leg(contact, "ivr", start, channel="ivr", outcome=outcome)
        put(facts, leg, [{**e, "at": e["at"] + (start - NINE)} for e in walk(text)])
        names[leg] = name
        if back:
            facts.contact(customer, end + back * DAY, legs=("line",), outcome="answered")
    flow.refresh(facts.writer, facts.catalog, None)
    return names


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        (
            "ivr_abandon",
            {
                "paid": 0, "paid and back": 0, "told, back late": 0, "not identified": 0,
                "identified": 1, "gave up": 1, "asked": 0,
            },
        ),
        (
            "ivr_zero_out",
            {
                "paid": 0, "paid and back": 0, "told, back late": 0, "not identified": 0,
                "identified": 0, "gave up": 0, "asked": 1,
            },
        ),
        ("ivr_authentication", {"not identified": 0, "identified": 1}),
        ("ivr_task_completion", {"paid": 1, "paid and back": 1, "identified": 0}),
        (
            "ivr_false_containment",
            {
                "paid": 0, "paid and back": 1, "told, back late": 0, "not identified": 1,
                "identified": 0, "no steps": 1,
            },
        ),
        (
            "ivr_self_service",
            {
                "paid": 1, "paid and back": 0, "told, back late": 1, "not identified": 0,
                "identified": 0, "asked": 0,
            },
        ),
    ],
)  # fmt: skip
def test_each_counts_the_calls_that_its_variant_names(facts, calls, kpi, expected):
    assert {calls[leg]: value for leg, value in facts.values(kpi).items()} == expected


@pytest.mark.parametrize("kpi", ["ivr_false_containment", "ivr_self_service"])
def test_what_follows_is_known_once_the_window_has_closed(facts, calls, kpi):
    rows = {calls[row["source_id"]]: row for row in facts.denominator(kpi)}
    assert rows["paid"]["final_at"] == NINE + timedelta(minutes=2) + 7 * DAY - OFFSET
    before = NINE + timedelta(hours=3) + DAY - OFFSET  # the one who was back on day 2 is not yet
    early = {calls[leg]: value for leg, value in facts.values(kpi, as_of=before).items()}
    assert early["paid and back"] == (1 if kpi == "ivr_self_service" else 0)
