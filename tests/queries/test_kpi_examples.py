"""Each KPI on a handful of rows, worked by hand."""

from datetime import date, datetime, timedelta

import pytest

from tests.queries.facts import OFFSET

NINE = datetime(2026, 11, 2, 9)


def row(touchpoint, at, table, source, value, final_at=None):
    return {
        "touchpoint_id": touchpoint,
        "local_at": at,
        "source_table": table,
        "source_id": source,
        "value": value,
        "final_at": final_at or at - OFFSET,
    }


def test_a_row_says_where_when_and_which_fact(facts):
    facts.feedback("shop", NINE, "nps", 9, feedback_id="f1", scale="0-10")
    facts.contact(None, NINE, outcome="abandoned", legs=("line",))
    (answer,) = facts.denominator("nps")
    assert answer == row("shop", NINE, "feedback", "f1", 9.0)
    (leg,) = facts.denominator("abandon_rate")
    assert leg == row("line", NINE, "interaction", leg["source_id"], 1.0)


@pytest.mark.parametrize(
    ("score", "scale", "value"),
    [
        (5, "1-5", 1.0),
        (4, "1-5", 1.0),
        (3, "1-5", 0.0),
        (4, None, 1.0),
        (6, "1-7", 1.0),
        (5, "1-7", 0.0),
        (9, "0-10", 1.0),
        (8, "0-10", 0.0),
        (None, "1-5", None),
        (6, "1-5", None),
        (0, "1-5", None),
        (1, "0-1", None),
        (4, "stars", None),
        (4, "", None),
    ],
)
def test_csat_counts_the_top_two_boxes_of_the_answers_own_scale(facts, score, scale, value):
    answer = facts.feedback("shop", NINE, "csat", score, scale=scale)
    expected = {} if value is None else {answer: value}
    assert facts.values("csat") == expected


@pytest.mark.parametrize(
    ("kpi", "score", "scale", "value"),
    [
        ("ces", 6, "1-7", 6.0),
        ("ces", 2, None, 2.0),
        ("ces", 4, "1-5", None),
        ("ces", 8, "1-7", None),
        ("nps", 0, "0-10", 0.0),
        ("nps", 10, None, 10.0),
        ("nps", 5, "1-5", None),
        ("nps", 11, "0-10", None),
        ("nps", None, "0-10", None),
    ],
)
def test_effort_and_promoters_take_one_scale_only(facts, kpi, score, scale, value):
    answer = facts.feedback("shop", NINE, kpi, score, scale=scale)
    assert facts.values(kpi) == ({} if value is None else {answer: value})


@pytest.mark.parametrize("kpi", ["csat", "ces", "nps"])
def test_only_customers_are_heard_and_only_on_this_instrument(facts, kpi):
    for voice in ("employee", "leader"):
        facts.feedback("shop", NINE, kpi, 5, voice=voice)
    facts.feedback("shop", NINE, "resolved", 1)
    kept = facts.feedback("shop", NINE, kpi, 5, voice="customer")
    assert list(facts.values(kpi)) == [kept]


@pytest.fixture
def queue(facts):
    """One leg of each outcome and kind, ten minutes apart, by what it is."""
    legs = [
        ("answered at once", {"outcome": "answered", "handle_s": 100}),
        ("answered after 20 s", {"outcome": "answered", "wait_s": 20, "handle_s": 200}),
        ("answered after 21 s", {"outcome": "answered", "wait_s": 21, "talk_s": 30, "wrap_s": 12}),
        ("abandoned", {"outcome": "abandoned", "wait_s": 5}),
        ("left", {"outcome": "left", "wait_s": 90}),
        ("blocked", {"outcome": "blocked"}),
        ("hung up in the IVR", {"outcome": "contained", "channel": "ivr"}),
        ("asked for an agent", {"outcome": "to_agent", "channel": "ivr"}),
        ("contained by the bot", {"outcome": "contained", "channel": "chat"}),
        ("visit", {"outcome": "done", "channel": "visit"}),
        ("called out", {"outcome": "answered", "direction": "outbound", "handle_s": 900}),
        ("called back", {"outcome": "answered", "direction": "callback", "handle_s": 900}),
    ]
    names = {}
    for place, (name, leg) in enumerate(legs):
        start = NINE + timedelta(minutes=10 * place)
        leg.setdefault("direction", "inbound" if place % 2 else None)
        names[facts.leg("c", "line", start, **leg)] = name
    return names


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        (
            "abandon_rate",
            {
                "answered at once": 0,
                "answered after 20 s": 0,
                "answered after 21 s": 0,
                "abandoned": 1,
                "left": 0,
            },
        ),
        (
            "service_level",
            {
                "answered at once": 1,
                "answered after 20 s": 1,
                "answered after 21 s": 0,
                "abandoned": 0,
                "left": 0,
            },
        ),
        ("asa", {"answered at once": 0, "answered after 20 s": 20, "answered after 21 s": 21}),
        ("aht", {"answered at once": 100, "answered after 20 s": 200, "answered after 21 s": 42}),
        ("ivr_containment", {"hung up in the IVR": 1, "asked for an agent": 0}),
    ],
)
def test_the_queue_by_outcome(facts, queue, kpi, expected):
    assert {queue[leg]: value for leg, value in facts.values(kpi).items()} == expected


def test_the_threshold_of_the_service_level_is_the_sites(facts, queue):
    facts.insert("site_setting", [{"key": "service_level_s", "value": "30"}])
    facts.writer = facts.writer_at(facts.now)
    assert sum(facts.values("service_level").values()) == 3


def test_a_leg_without_any_handling_time_has_no_handling_time(facts):
    facts.leg("c", "line", NINE, outcome="answered")
    assert facts.values("aht") == {}
    assert list(facts.values("asa").values()) == [0.0]


@pytest.mark.parametrize("kpi", ["abandon_rate", "service_level", "asa", "aht"])
def test_days_are_half_open_and_local(facts, kpi):
    midnight = datetime(2026, 11, 2)
    legs = {
        facts.leg("c", "line", at, outcome="answered", handle_s=1): at
        for at in (
            midnight - timedelta(seconds=1),
            midnight,
            midnight + timedelta(hours=23, minutes=59),
            midnight + timedelta(days=1),
        )
    }
    day = date(2026, 11, 2)
    found = facts.values(kpi, first=day, end=day + timedelta(days=1))
    assert [legs[leg] for leg in found] == list(legs.values())[1:3]


@pytest.mark.parametrize("kpi", ["abandon_rate", "service_level", "asa", "aht", "csat"])
def test_what_comes_after_as_of_is_not_known(facts, kpi):
    facts.leg("c", "line", NINE, outcome="answered", handle_s=1)
    facts.feedback("line", NINE, "csat", 5)
    assert len(facts.values(kpi, as_of=NINE - OFFSET)) == 1
    assert facts.values(kpi, as_of=NINE - OFFSET - timedelta(seconds=1)) == {}
