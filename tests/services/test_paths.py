"""Paths across touchpoints on hand-made facts, and against plain Python on random ones."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_tui.domain import path_lists, path_marks, path_words
from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.path_rules import PathWish, parse_wish
from cjm_tui.errors import UsageError
from cjm_tui.services.figure import figure_rows, figure_words
from cjm_tui.services.path_figure import path_figure
from cjm_tui.services.paths import paths
from tests.queries.facts import OFFSET, Facts
from tests.services import path_oracle

DAY = datetime(2026, 10, 1)
HOUR = timedelta(hours=1)
TOUCHPOINTS = ("form", "ivr", "agent", "chat")


def put(facts, legs):
    """Insert legs as the oracle knows them, and their contacts."""
    contacts = {}
    for leg in legs:
        contacts.setdefault(leg["contact"], leg)
    facts.insert(
        "contact",
        [
            {
                "contact_id": name,
                "customer_key": leg["customer"],
                "started_at": leg["started"] - OFFSET,
                "local_at": leg["started"],
            }
            for name, leg in contacts.items()
        ],
    )
    facts.insert(
        "interaction",
        [
            {
                "interaction_id": leg["id"],
                "contact_id": leg["contact"],
                "touchpoint_id": leg["touchpoint"],
                "customer_key": leg["customer"],
                "direction": leg["direction"],
                "channel": "web" if leg["touchpoint"] == "form" else "phone",
                "started_at": leg["started"] - OFFSET,
                "ended_at": leg["ended"] and leg["ended"] - OFFSET,
                "local_at": leg["started"],
            }
            for leg in legs
        ],
    )


def leg(number, customer, touchpoint, at, *, contact=None, minutes=5, direction="inbound"):
    return {
        "id": f"i{number:04d}",
        "contact": contact or f"c{number:04d}",
        "customer": customer,
        "touchpoint": touchpoint,
        "started": at,
        "ended": at + timedelta(minutes=minutes),
        "direction": direction,
    }


def asked(facts, text="", period="all", comparison=Comparison.BASELINE):
    return paths(facts.writer, facts.catalog, period, parse_wish(text), comparison)


def said(found):
    return {one.touchpoints: one.paths for one in found.variants}


@pytest.fixture
def facts():
    facts = Facts()
    facts.insert("journey", [{"journey_id": "j", "name": "J", "position": 1, "version": "current"}])
    facts.insert(
        "stage",
        [
            {"stage_id": name, "journey_id": "j", "position": position, "name": name.title()}
            for position, name in enumerate(("buy", "help", "stay"), 1)
        ],
    )
    facts.insert(
        "touchpoint",
        [
            {"touchpoint_id": touchpoint, "stage_id": stage, "name": touchpoint.title()}
            for touchpoint, stage in (
                ("shop", "buy"),
                ("form", "help"),
                ("ivr", "help"),
                ("agent", "help"),
                ("offer", "stay"),
            )
        ],
    )
    return facts


def test_silence_longer_than_the_gap_ends_a_path_and_the_gap_itself_does_not(facts):
    first = leg(1, "a", "form", DAY)
    put(facts, [first, leg(2, "a", "ivr", first["ended"] + 24 * HOUR)])
    put(facts, [leg(3, "b", "form", DAY), leg(4, "b", "ivr", first["ended"] + 25 * HOUR)])
    assert said(asked(facts)) == {("form", "ivr"): 1, ("form",): 1, ("ivr",): 1}
    assert said(asked(facts, "gap:2d")) == {("form", "ivr"): 2}
    assert said(asked(facts, "gap:1h")) == {("form",): 2, ("ivr",): 2}


def test_the_end_of_the_longest_leg_counts_not_that_of_the_last_one(facts):
    ticket = leg(1, "a", "form", DAY, minutes=60 * 72)
    put(facts, [ticket, leg(2, "a", "ivr", DAY + HOUR), leg(3, "a", "agent", DAY + 80 * HOUR)])
    assert said(asked(facts)) == {("form", "ivr", "agent"): 1}


def test_legs_of_one_contact_are_never_parted_by_silence(facts):
    put(
        facts,
        [
            leg(1, "a", "form", DAY, contact="ticket"),
            leg(2, "a", "agent", DAY + timedelta(days=9), contact="ticket"),
        ],
    )
    found = asked(facts)
    assert said(found) == {("form", "agent"): 1}
    assert found.totals.contacts == 1


def test_a_leg_without_a_customer_takes_its_contacts_or_is_in_no_path(facts):
    known, unknown = leg(1, "a", "ivr", DAY), leg(3, None, "ivr", DAY)
    put(facts, [known, unknown])
    facts.insert(
        "interaction",
        [
            {
                "interaction_id": "i2",
                "contact_id": known["contact"],
                "touchpoint_id": "agent",
                "started_at": known["ended"] - OFFSET,
                "local_at": known["ended"],
            }
        ],
    )
    found = asked(facts)
    assert said(found) == {("ivr", "agent"): 1}
    assert (found.coverage.legs, found.coverage.identified) == (3, 2)
    assert "2 of 3 legs of these days (67%) have a known customer" in path_words.coverage(found)


def test_the_rule_says_which_paths_a_period_counts(facts):
    put(
        facts,
        [
            leg(1, "a", "form", datetime(2026, 9, 30, 20)),
            leg(2, "a", "ivr", datetime(2026, 10, 1, 9)),
            leg(3, "b", "agent", datetime(2026, 10, 1, 12)),
            leg(4, "c", "form", datetime(2026, 10, 2, 20)),
            leg(5, "c", "agent", datetime(2026, 10, 3, 9)),
        ],
    )
    days = "2026-10-01..2026-10-02"
    b, a, c = ("agent",), ("form", "ivr"), ("form", "agent")
    assert said(asked(facts, period=days)) == {b: 1, c: 1}
    assert said(asked(facts, "rule:ended", days)) == {a: 1, b: 1}
    assert said(asked(facts, "rule:within", days)) == {b: 1}


def test_came_back_is_another_inbound_contact_within_the_window_once_that_is_over(facts):
    put(
        facts,
        [
            leg(1, "a", "form", DAY),
            leg(2, "a", "ivr", DAY + timedelta(days=7)),
            leg(3, "b", "form", DAY),
            leg(4, "b", "ivr", DAY + timedelta(days=7, hours=1)),
            leg(5, "c", "form", DAY),
            leg(6, "c", "ivr", DAY + timedelta(days=3), direction="outbound"),
            leg(7, "z", "chat", datetime(2026, 11, 18, 12)),
        ],
    )
    by = {one.touchpoints: (one.paths, one.known, one.back) for one in asked(facts).variants}
    assert by == {("form",): (3, 3, 1), ("ivr",): (3, 3, 0), ("chat",): (1, 0, 0)}
    wider = {one.touchpoints: one.back for one in asked(facts, "back:8d").variants}
    assert wider[("form",)] == 2


def test_a_gap_as_long_as_the_window_gets_a_window_of_28_days(facts):
    put(facts, [leg(1, "a", "form", DAY)])
    rules = asked(facts, "gap:7d").rules
    assert (rules.gap_hours, rules.back_days) == (168, 28)
    rules = asked(facts, "gap:7d back:7d").rules
    assert not rules.outcome_seen
    assert "Nobody can come back" in path_words.rules(asked(facts, "gap:7d back:7d"))


def test_steps_and_variants_beyond_the_caps_are_said_and_counted(facts):
    long = [leg(n, "a", ("form", "ivr")[n % 2], DAY + n * HOUR) for n in range(9)]
    others = [leg(100 + n, f"k{n}", TOUCHPOINTS[n % 4], DAY) for n in range(8)]
    others += [leg(200 + n, f"k{n}", TOUCHPOINTS[n // 2], DAY + HOUR) for n in range(8)]
    put(facts, long + others)
    facts.insert("site_setting", [{"key": "path_steps", "value": "4"}])
    facts.insert("site_setting", [{"key": "path_variants", "value": "5"}])
    facts.writer = facts.writer_at(facts.now)
    found = asked(facts)
    assert (found.totals.legs, found.totals.listed, found.totals.cut) == (25, 20, 1)
    rest = found.variants[-1]
    assert rest.is_rest
    assert rest.variants + 5 == len({*said(found)}) - 1 + rest.variants
    assert sum(one.paths for one in found.variants) == found.totals.paths == 9
    assert "1 path longer than is kept (20 of 25 legs)" in path_words.coverage(found)
    cut = [one for one in found.moves if one.goes_on]
    assert sum(one.visits for one in cut) == 1
    _reconciles(facts, found)


def test_a_few_deviating_customers_are_not_judged_and_many_are(facts):
    number = iter(range(100_000))
    legs = []
    for n in range(60):
        at = DAY + timedelta(hours=n)
        legs.append(leg(next(number), f"f{n}", "form", at))
        if n < 30:  # every second one calls, and comes back
            legs.append(leg(next(number), f"f{n}", "ivr", at + HOUR))
            legs.append(leg(next(number), f"f{n}", "agent", at + timedelta(days=4)))
        if n >= 57:
            legs.append(leg(next(number), f"f{n}", "shop", at + HOUR))
    put(facts, [*legs, leg(9_999, None, "chat", DAY + timedelta(days=30))])
    first, second = asked(facts).deviations
    assert (first.touchpoint_id, first.next_id, first.paths, first.of) == ("form", "ivr", 30, 60)
    assert first.sure
    found = asked(facts)
    assert path_words.deviation(found, first) == "50% of those at Form turn to Ivr"
    text = path_words.outcome(first.beside, 10, sure=True)
    assert "100% [89–100] of 30 against 0% of the others there (30)" in text
    assert (second.next_id, second.sure) == ("shop", False)
    assert "go back to Shop" in path_words.deviation(found, second)
    assert "too few" in path_words.outcome(second.beside, 10, sure=False)


def test_designed_paths_take_the_place_of_the_stages(facts):
    facts.insert(
        "designed_path",
        [
            {"journey_id": "j", "path_name": "fault", "position": p, "touchpoint_id": t}
            for p, t in ((1, "form"), (2, "ivr"), (2, "chat"), (3, "agent"), (4, "offer"))
        ],
    )
    put(
        facts,
        [
            *(leg(n, "a", t, DAY + n * HOUR) for n, t in enumerate(("form", "chat", "agent"), 1)),
            *(leg(n, "b", t, DAY + n * HOUR) for n, t in enumerate(("form", "agent", "ivr"), 11)),
            *(leg(n, "c", t, DAY + n * HOUR) for n, t in enumerate(("agent", "shop"), 21)),
        ],
    )
    found = asked(facts)
    kinds = {(str(d.kind), d.touchpoint_id, d.next_id): d.missed for d in found.deviations}
    assert kinds == {
        ("skips", "form", "agent"): (("chat", "ivr"),),
        ("back", "agent", "ivr"): (),
        ("turns", "agent", "shop"): (),
        ("begins", "form", "agent"): (("form",), ("chat", "ivr")),
    }
    _reconciles(facts, found)


def test_loops_tell_directly_from_with_something_between(facts):
    order = ("ivr", "ivr", "agent", "ivr", "agent")
    put(facts, [leg(n, "a", name, DAY + n * HOUR) for n, name in enumerate(order)])
    loops = {(one.touchpoint_id, one.direct): one for one in asked(facts).loops}
    assert set(loops) == {("ivr", True), ("ivr", False), ("agent", False)}
    assert loops["ivr", False].via == "agent"
    assert loops["ivr", True].most == 3


def test_a_switch_is_another_channel_in_another_contact_within_a_day(facts):
    put(
        facts,
        [
            leg(1, "a", "form", DAY),
            leg(2, "a", "ivr", DAY + 24 * HOUR),
            leg(3, "b", "form", DAY),
            leg(4, "b", "ivr", DAY + 25 * HOUR),
            leg(5, "c", "form", DAY, contact="x"),
            leg(6, "c", "ivr", DAY + HOUR, contact="x"),
        ],
    )
    (one,) = asked(facts, "gap:3d").switches
    assert (one.channel, one.next_channel, one.switches) == ("web", "phone", 1)


def test_one_segments_paths_are_counted_alone(facts):
    put(facts, [leg(1, "a", "form", DAY), leg(2, "b", "ivr", DAY), leg(3, "c", "chat", DAY)])
    facts.connection.execute("update interaction set segment = 'gold' where customer_key = 'a'")
    assert said(asked(facts, "segment:gold")) == {("form",): 1}
    assert said(asked(facts, 'segment:"not known"')) == {("ivr",): 1, ("chat",): 1}
    with pytest.raises(UsageError):
        asked(facts, "segment:silver")


def test_other_days_give_each_variant_its_paths_of_then(facts):
    now = [leg(n, f"a{n}", "form", DAY + timedelta(days=9)) for n in range(30)]
    then = [leg(50 + n, f"b{n}", "form", DAY + timedelta(days=2)) for n in range(10)]
    then += [leg(100 + n, f"d{n}", "ivr", DAY + timedelta(days=2)) for n in range(30)]
    put(
        facts,
        [
            *now,
            *then,
            leg(999, "z", "ivr", DAY),
            leg(9_999, None, "chat", DAY + timedelta(days=13)),
        ],
    )
    found = asked(facts, period="2026-10-08..2026-10-14", comparison=Comparison.PREVIOUS)
    (form,) = (one for one in found.variants if one.touchpoints == ("form",))
    assert (form.paths, form.before, found.before.paths) == (30, 10, 41)
    assert path_words.change(found, form).startswith("+75.6 [")


def test_the_words_behind_a_variant_are_those_about_its_contacts(facts):
    put(facts, [leg(1, "a", "form", DAY), leg(2, "a", "ivr", DAY + HOUR), leg(3, "b", "ivr", DAY)])
    told = {"scale": "1-5", "voice": "customer"}
    facts.feedback("ivr", DAY + HOUR, "csat", 1, contact_id="c0002", verbatim="no", **told)
    facts.feedback("ivr", DAY + HOUR, "csat", 5, contact_id="c0003", verbatim="yes", **told)
    found = asked(facts)
    by = {one.touchpoints: one for one in found.variants}
    assert (by["form", "ivr"].answers, by["form", "ivr"].low_answers) == (1, 1)
    assert (by["ivr",].answers, by["ivr",].low_answers) == (1, 0)
    mark = path_marks.of_variant(found, by["form", "ivr"])
    behind = path_figure(facts.writer, facts.catalog, "all", PathWish(), mark)
    words, total = figure_words(facts.writer, behind.legs)
    assert ([one.words for one in words], total) == (["no"], 1)


@pytest.mark.parametrize(
    "text", ["gap:0d", "gap:x", "gap:93d", "rule:maybe", "back:12h", "colour:red", "back:93"]
)
def test_what_is_no_rule_is_refused_with_what_to_write(text):
    with pytest.raises(UsageError) as refused:
        parse_wish(text)
    assert refused.value.hint


moments = st.integers(0, 60).map(lambda steps: DAY + steps * timedelta(hours=4))
logs = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", None]),
        st.sampled_from(TOUCHPOINTS),
        moments,
        st.sampled_from([None, -90, 0, 5, 60 * 30]),  # a clock that jumps back, one instant, a day
        st.sampled_from(["inbound", None, "outbound"]),
        st.booleans(),
    ),
    max_size=25,
)


def drawn(log):
    legs = []
    for number, (customer, touchpoint, at, minutes, direction, same_contact) in enumerate(log):
        last = next((one for one in reversed(legs) if one["customer"] == customer), None)
        contact = last["contact"] if same_contact and last and customer else f"c{number:04d}"
        one = leg(number, customer, touchpoint, at, contact=contact, direction=direction)
        one["ended"] = None if minutes is None else at + timedelta(minutes=minutes)
        legs.append(one)
    return legs


@settings(max_examples=25)
@given(log=logs, hours=st.sampled_from([1, 12, 24, 72]))
def test_any_log_gives_the_paths_of_plain_python_and_reconciles(log, hours):
    legs = drawn(log)
    facts = Facts()
    put(facts, legs)
    put(facts, [leg(9_999, None, "chat", datetime(2026, 11, 19, 12))])  # data goes on to then
    gap = timedelta(hours=hours)
    found = asked(facts, f"gap:{hours}h back:7d")
    expected = path_oracle.paths_of(legs, gap, followed=date(2026, 11, 19))
    assert said(found) == dict(path_oracle.variants(expected))
    pairs = Counter()
    for move in found.moves:
        pairs[move.touchpoint_id, move.next_id] += move.visits
    assert {pair: n for pair, n in pairs.items() if pair[1]} == dict(path_oracle.follows(expected))
    assert {p.touchpoint_id: p.begins for p in found.places if p.begins} == dict(
        path_oracle.starts(expected)
    )
    assert {p.touchpoint_id: p.ends for p in found.places if p.ends} == dict(
        path_oracle.ends(expected)
    )
    assert found.totals.back == sum(bool(path["came_back"]) for path in expected)
    assert found.totals.known == sum(path["came_back"] is not None for path in expected)
    assert found.totals.legs == sum(one["customer"] is not None for one in legs)
    _sums(found)


def _sums(found):
    """Assert the equations that always hold."""
    totals = found.totals
    assert sum(one.paths for one in found.variants) == totals.paths
    assert sum(one.back for one in found.variants) == totals.back
    assert sum(one.begins for one in found.places) == totals.paths
    assert sum(one.ends for one in found.places) + totals.cut == totals.paths
    assert sum(one.visits for one in found.places) == totals.listed
    for place in found.places:
        at = place.touchpoint_id
        assert sum(move.visits for move in path_lists.after(found, at)) == place.visits
        came = sum(move.visits for move in path_lists.before(found, at))
        assert came + place.begins == place.visits
        assert place.paths <= min(place.visits, totals.paths)


def _reconciles(facts, found):
    """Assert that each figure has as many rows as it says."""
    _sums(found)
    marks = [path_marks.of_all(found)]
    marks += [path_marks.of_variant(found, one) for one in found.variants]
    marks += [path_marks.of_deviation(found, one) for one in found.deviations]
    marks += [path_marks.of_move(found, one) for one in found.moves]
    marks += [path_marks.of_loop(found, one) for one in found.loops]
    marks += [path_marks.of_switch(one) for one in found.switches]
    marks += [path_marks.of_beginnings(found, place.touchpoint_id) for place in found.places]
    for mark in marks:
        behind = path_figure(facts.writer, facts.catalog, "all", PathWish(), mark)
        assert figure_rows(facts.writer, behind.rows, 1).total == mark.n == behind.rows.n, mark


def test_every_figure_of_a_mixed_log_has_its_rows(facts):
    names = ("form", "ivr", "ivr", "agent", "form", "chat", "offer", "shop")
    legs = [
        leg(n, f"k{n % 5}", names[n * 7 % 8], DAY + n * 3 * HOUR, contact=f"c{n // 2 * 5 + n % 5}")
        for n in range(40)
    ]
    put(facts, legs)
    _reconciles(facts, asked(facts))
