"""Each KPI on a handful of rows, worked by hand."""

from datetime import date, datetime, timedelta

import pytest

from cjm_tui.domain.kpi import Measure, Tally
from cjm_tui.domain.statistics.measures import value_of
from cjm_tui.store import rollup
from tests.queries.facts import OFFSET, catalog

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


# The rest of the catalogue: each on rows that can be checked by eye.


def figure(facts, kpi):
    """Return the KPI of all rows as its measure makes it, on the scale of the roll-up."""
    rows = facts.denominator(kpi)
    if rows and "weight" in rows[0]:
        return sum(row["value"] for row in rows) / sum(row["weight"] for row in rows)
    return sum(row["value"] for row in rows) / len(rows) if rows else None


def test_the_service_levels_side_by_side(facts):
    # Waits of 5 s and 30 s answered, 3 s and 15 s and 90 s abandoned, 40 s left; threshold 20 s.
    for outcome, wait in (
        *(("answered", 5), ("answered", 30)),
        *(("abandoned", 3), ("abandoned", 15), ("abandoned", 90), ("left", 40)),
    ):
        facts.leg("c", "line", NINE, outcome=outcome, wait_s=wait)
    found = {
        name: pytest.approx(figure(facts, f"service_level{name}"))
        for name in ("", "_answered", "_both", "_late_abandons", "_short_abandons")
    }
    assert found == {
        "": 1 / 6,  # one of six offered
        "_answered": 1 / 2,  # one of two answered
        "_both": 3 / 6,  # one answered, two abandoned in time
        "_late_abandons": 1 / 4,  # without the two abandoned in time
        "_short_abandons": 2 / 6,  # one answered, one abandoned under 5 s
    }


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        (
            "offered",
            {"answered at once", "answered after 20 s", "answered after 21 s"}
            | {"abandoned", "left"},
        ),
        ("handled", {"answered at once", "answered after 20 s", "answered after 21 s"}),
    ],
)
def test_a_days_legs_share_its_weight(facts, queue, kpi, expected):
    rows = facts.denominator(kpi)
    assert {queue[row["source_id"]] for row in rows} == expected
    assert {row["value"] for row in rows} == {1.0}
    assert sum(row["weight"] for row in rows) == pytest.approx(1)  # one day
    facts.leg("c", "line", NINE + timedelta(days=1), outcome="answered")
    assert figure(facts, kpi) == pytest.approx((len(expected) + 1) / 2)  # two days


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        (
            "blocked",
            {
                "answered at once": 0,
                "answered after 20 s": 0,
                "answered after 21 s": 0,
                "abandoned": 0,
                "left": 0,
                "blocked": 1,
            },
        ),
        ("acw", {"answered after 21 s": 12}),
        # Of 0, 20, 21 s answered (the first without queueing), 5 s abandoned and 90 s left.
        (
            "wait_p90",
            {
                "answered at once": 0,
                "answered after 20 s": 20,
                "answered after 21 s": 21,
                "abandoned": 5,
                "left": 90,
            },
        ),
        (
            "short_abandon_5s",
            {
                "answered at once": 0,
                "answered after 20 s": 0,
                "answered after 21 s": 0,
                "abandoned": 0,
                "left": 0,
            },
        ),
        (
            "short_abandon_10s",
            {
                "answered at once": 0,
                "answered after 20 s": 0,
                "answered after 21 s": 0,
                "abandoned": 1,
                "left": 0,
            },
        ),
    ],
)
def test_more_of_the_queue(facts, queue, kpi, expected):
    assert {queue[leg]: value for leg, value in facts.values(kpi).items()} == expected
    if kpi == "wait_p90":
        assert facts.values("wait_longest") == facts.values("wait_p90")


def test_hold_and_transfers_count_where_they_are_known(facts):
    held = facts.leg("c", "line", NINE, outcome="answered", hold_s=1, transfers=0)
    passed = facts.leg("c", "line", NINE, outcome="answered", hold_s=0, transfers=2)
    facts.leg("c", "line", NINE, outcome="answered")
    facts.leg("c", "line", NINE, outcome="abandoned", hold_s=9, transfers=9)
    assert facts.values("hold_share") == {held: 1.0, passed: 0.0}
    assert facts.values("transfer_rate") == {held: 0.0, passed: 1.0}


def test_cases_in_writing_wait_and_end(facts):
    hour = timedelta(hours=1)
    case = facts.contact("ann", NINE, NINE + 5 * hour, legs=(), resolved=True)
    mail = facts.leg(case, "mail", NINE, outcome="answered", channel="email", wait_s=3600)
    open_case = facts.contact("bob", NINE, NINE + hour, legs=(), resolved=False)
    facts.leg(open_case, "mail", NINE, outcome="answered", channel="email")
    call = facts.contact("cat", NINE, NINE + hour, legs=(), resolved=True)
    facts.leg(call, "line", NINE, outcome="answered", channel="phone", wait_s=4)
    assert facts.values("first_response") == {mail: 3600.0}
    assert facts.values("time_to_resolution") == {mail: 5 * 3600.0}


@pytest.mark.parametrize(
    ("days", "expected"),
    [  # after how many days ann comes back: by repeat_28d, fcr_28d, one_contact
        (3, (1.0, 0.0, 0.0)),
        (20, (1.0, 0.0, 1.0)),
        (29, (0.0, 1.0, 1.0)),
    ],
)
def test_the_longer_window_stands_beside_the_shorter(facts, days, expected):
    hour = timedelta(hours=1)
    first = facts.contact("ann", NINE, NINE + hour, legs=())
    leg = facts.leg(first, "line", NINE, outcome="answered")
    facts.contact("ann", NINE + hour + timedelta(days=days), legs=())
    kpis = ("repeat_28d", "fcr_28d", "one_contact")
    assert tuple(facts.values(kpi)[leg] for kpi in kpis) == expected


def test_a_repeat_for_the_same_reason_may_come_after_another(facts):
    # bill, then fault, then bill again within the week; the fault does not come again.
    legs = []
    for day, reason in ((0, "bill"), (1, "fault"), (2, "bill"), (3, None)):
        at = NINE + timedelta(days=day)
        contact = facts.contact("ann", at, legs=(), reason=reason)
        legs.append(facts.leg(contact, "line", at))
    facts.contact("bob", NINE + timedelta(days=1), legs=(), reason="bill")
    assert facts.values("repeat_reason_7d") == {legs[0]: 1.0, legs[1]: 0.0, legs[2]: 0.0}


def test_contacts_per_need_counts_each_contact_against_those_that_ended_it(facts):
    # ann comes three times within days and then not again: 3 contacts, 1 need; bob once: 1 and 1.
    for day in (0, 2, 4):
        facts.contact("ann", NINE + timedelta(days=day))
    facts.contact("bob", NINE)
    assert figure(facts, "contacts_per_need") == 4 / 2
    facts.contact("cat", NINE, resolved=False)  # never resolved: a contact without a need met
    assert figure(facts, "contacts_per_need") == 5 / 2


@pytest.mark.parametrize(
    ("before", "hours", "after", "value"),
    [
        ("web", 3, "phone", 1.0),
        ("web", 25, "phone", 0.0),
        ("web", 3, "web", 0.0),
        ("ivr", 3, "phone", 0.0),  # both are the telephone
        ("chat", 3, "ivr", 1.0),
    ],
)
def test_a_switch_is_another_channel_within_a_day(facts, before, hours, after, value):
    first = facts.contact("ann", NINE, legs=("here",), channel=before)
    facts.contact("ann", NINE + timedelta(hours=hours), legs=("there",), channel=after)
    rows = {row["touchpoint_id"]: row["value"] for row in facts.denominator("channel_switch")}
    assert first
    assert rows == {"here": value, "there": 0.0}


def test_what_customers_say_by_its_own_scale(facts):
    yes = facts.feedback("shop", NINE, "resolved", 1)
    no = facts.feedback("shop", NINE, "resolved", 0, scale="0-1")
    facts.feedback("shop", NINE, "resolved", 1, voice="employee")
    easy = facts.feedback("shop", NINE, "ces", 5, scale="1-7")
    hard = facts.feedback("shop", NINE, "ces", 4)
    old = facts.feedback("shop", NINE, "ces", 4, scale="1-5")
    assert facts.values("fcr_survey") == {yes: 1.0, no: 0.0}
    assert facts.values("ces_top3") == {easy: 1.0, hard: 0.0}
    assert facts.values("ces_1") == {old: 4.0}


def test_the_forecast_is_held_against_what_was_offered_in_its_interval(facts):
    hour = timedelta(hours=1)
    facts.insert(
        "forecast",
        [
            {"touchpoint_id": "line", "at": at - OFFSET, "local_at": at, "contacts": contacts}
            for at, contacts in ((NINE, 5), (NINE + hour, 1))
        ],
    )
    for minutes in (0, 30, 59, 60):
        at = NINE + timedelta(minutes=minutes)
        facts.leg("c", "line", at, outcome="answered")
    # 3 offered of 5 forecast, then 1 of 1: |3 − 5| + |1 − 1| over 3 + 1.
    assert figure(facts, "forecast_error") == 2 / 4


def test_cost_is_by_the_rate_in_force(facts):
    facts.insert(
        "cost_rate",
        [
            {"channel": "phone", "valid_from": date(2026, 1, 1), "per_contact": 1, "per_minute": 2},
            {"channel": "phone", "valid_from": date(2026, 11, 3), "per_contact": 2},
        ],
    )
    cheap = facts.contact("ann", NINE, NINE, legs=())
    first = facts.leg(cheap, "line", NINE, channel="phone", handle_s=90)  # 1 + 2 × 1.5
    again = facts.contact("ann", NINE + timedelta(days=1), legs=())
    second = facts.leg(again, "line", NINE + timedelta(days=1), channel="phone", handle_s=90)
    facts.leg(again, "web", NINE + timedelta(days=1), channel="web")  # no rate
    assert facts.values("cost_per_contact") == {first: 4.0, second: 2.0}
    # ann came back once: 4 + 2 for the one need that was met.
    assert figure(facts, "cost_per_need") == 6.0


def test_contacts_are_held_against_the_customers_of_the_month(facts):
    facts.leg("c", "line", NINE)
    assert facts.denominator("contact_rate") == []  # customers unknown: nothing, not zero
    month = date(2026, 11, 1)
    facts.insert(
        "customer_base",
        [{"month": month, "segment": name, "customers": 1500} for name in ("home", "business")],
    )
    for _ in range(5):
        facts.leg("c", "line", NINE)
    # 6 contacts of 3,000 customers in one of 30 days: 6 ÷ (3000 ÷ 30) customer-months.
    assert figure(facts, "contact_rate") == pytest.approx(0.06)


TOTALS = [kpi for kpi in catalog().kpis.values() if kpi.only_totals]


@pytest.mark.parametrize("kpi", TOTALS, ids=lambda kpi: kpi.name)
def test_what_no_import_has_rows_of_comes_as_daily_totals(facts, kpi):
    assert f"kpi = {kpi.name}:" in kpi.needs
    day = NINE.date()
    sums = {"n": 40, "sum": 30.0, "weight": 60.0}
    facts.insert("measure", [{"kpi": kpi.name, "touchpoint_id": "line", "day": day, **sums}])
    assert facts.denominator(kpi.name) == []
    rollup.refresh(facts.writer, facts.catalog, [day], {"measure"})
    (found,) = facts.writer.rows(
        "select n, sum, sum_sq, promoters, detractors, weight from kpi_day where kpi = ?",
        [kpi.name],
    )
    # 30 of 40, or 30 per 60 of the weight.
    expected = kpi.scale * (0.75 if kpi.measure is Measure.PROPORTION else 0.5)
    assert value_of(kpi, Tally(*found)) == expected


@pytest.mark.parametrize("name", list(catalog().kpis))
def test_without_data_there_is_no_row(facts, name):
    assert facts.denominator(name) == []
