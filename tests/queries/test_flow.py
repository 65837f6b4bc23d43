"""flow_visit and flow_leg: worked by hand, and against plain Python on random event sequences."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_tui.store import flow, rollup
from tests.queries.facts import OFFSET, Facts
from tests.queries.flow_oracle import SEP, end_state, places, stays

NINE = datetime(2026, 11, 2, 9)
DAY = NINE.date()
TYPES = {"Welcome": "menu", "Bill": "menu", "Pay": "task", "Who": "auth", "Told": "prompt"}
TYPES |= {"Agent": "transfer", "Bye": "exit"}


def walk(text):
    """Return events of `Node.event@seconds` steps; `Node` alone is an enter, a second apart."""
    at, events = NINE, []
    for seq, step in enumerate(text.split(), start=1):
        name, _, seconds = step.partition("@")
        node, _, event = name.partition(".")
        at += timedelta(seconds=int(seconds or 1))
        events.append(
            {
                "seq": seq,
                "at": at - OFFSET,
                "node": node or None,
                "node_type": TYPES.get(node),
                "event": event or "enter",
                "value": None,
            }
        )
    return events


def put(facts, leg, events):
    rows = [{"interaction_id": leg, "local_at": e["at"] + OFFSET, **e} for e in events]
    facts.insert("interaction_event", rows)


def designed(facts, *nodes, version=""):
    facts.insert(
        "designed_flow",
        [
            {
                "touchpoint_id": "ivr", "flow_version": version, "node": node, "parent": "",
                "node_type": "prompt", "success": True, "key_pressed": "1",
            }
            for node in nodes
        ],
    )  # fmt: skip


def made(facts):
    flow.refresh(facts.writer, facts.catalog, None)
    legs = facts.writer.records("from flow_leg")
    return {row["interaction_id"]: row for row in legs}


@pytest.mark.parametrize(
    ("text", "outcome", "state"),
    [
        ("Welcome Bill Pay Pay.task_start Pay.task_ok Pay.hangup", "contained", "task_ok"),
        ("Welcome Pay.task_start Pay.task_ok Bill Bill.hangup", "contained", "task_ok"),
        ("Welcome Pay.task_start Pay.task_fail Bill Bill.hangup", "contained", "task_failed"),
        ("Welcome Who Who.auth_fail Who.hangup", "contained", "task_failed"),
        ("Welcome Who Who.auth_fail Who.auth_ok Bill Bill.hangup", "contained", "hangup_in_menu"),
        ("Welcome Who Who.hangup", "contained", "hangup_mid_task"),
        ("Welcome Pay.task_ok Pay.task_start Pay.hangup", "contained", "hangup_mid_task"),
        ("Welcome Told Told.hangup", "contained", "info_hangup"),
        ("Welcome Told Welcome.back Welcome Welcome.hangup", "contained", "info_hangup"),
        ("Welcome Welcome.hangup", "contained", "hangup_in_menu"),
        ("Welcome", "contained", "hangup_in_menu"),
        ("Welcome Welcome.noinput Bye Bye.system_disconnect", "contained", "hangup_in_menu"),
        ("Welcome Bye Bye.system_disconnect", "contained", "out_of_hours"),
        ("Welcome Pay.task_start Pay.system_disconnect", "contained", "system_error"),
        ("Welcome Bill Bill.system_disconnect", "contained", "system_error"),
        ("Welcome Welcome.agent_request Agent Agent.transfer", "to_agent", "zero_out"),
        ("Welcome Bill Agent Agent.transfer", "to_agent", "designed_transfer"),
        ("Welcome Bill", "to_agent", "designed_transfer"),
        ("Welcome Welcome.agent_request", "to_agent", "zero_out"),
        ("Bill Bill.callback_offer Bill.callback_accept Bill.hangup", "contained", "callback"),
        ("", "contained", "no_events"),
    ],
)
def test_every_call_ends_in_one_state(facts, text, outcome, state):
    designed(facts, "Told")
    leg = facts.leg("c", "ivr", NINE, channel="ivr", outcome=outcome)
    put(facts, leg, walk(text))
    assert made(facts)[leg]["end_state"] == state


def test_a_success_node_is_one_of_its_own_version_only(facts):
    designed(facts, "Told", version="v1")
    legs = {}
    for version in ("v1", "v2"):
        legs[version] = facts.leg("c", "ivr", NINE, channel="ivr", outcome="contained")
        events = [{**event, "flow_version": version} for event in walk("Told Told.hangup")]
        put(facts, legs[version], events)
    found = made(facts)
    states = {version: found[leg]["end_state"] for version, leg in legs.items()}
    assert states == {"v1": "info_hangup", "v2": "hangup_in_menu"}


def test_visits_times_and_places_are_those_of_the_walk(facts):
    leg = facts.leg("c", "ivr", NINE, channel="ivr", outcome="contained", segment="home")
    put(
        facts,
        leg,
        walk("Welcome Bill@5 Bill.nomatch@4 Told@3 Bill@20 Pay@2 Pay.task_start@4 .hangup@9"),
    )
    row = made(facts)[leg]
    visits = facts.writer.rows(
        "select visit, node, replace(place, chr(31), '/'), is_first, is_last, dwell_s, again"
        " from flow_visit order by visit"
    )
    assert visits == [
        (1, "Welcome", "Welcome", True, False, 5, 0),
        (2, "Bill", "Welcome/Bill", True, False, 7, 1),
        (3, "Told", "Welcome/Bill/Told", True, False, 20, 0),
        (4, "Bill", "Welcome/Bill", False, False, 2, 0),
        (5, "Pay", "Welcome/Bill/Pay", True, True, 13, 0),
    ]
    assert (row["seconds"], row["visits"], row["menus"], row["revisits"]) == (47, 5, 2, 1)
    assert row["way"] == SEP.join(["Welcome", "Bill", "Told", "Bill", "Pay"])
    assert (row["last_node"], row["segment"], row["end_state"]) == (
        "Pay",
        "home",
        "hangup_mid_task",
    )


def test_a_clock_that_jumps_back_leaves_a_time_unknown_and_the_order_as_it_is(facts):
    leg = facts.leg("c", "ivr", NINE, channel="ivr", outcome="contained")
    put(facts, leg, walk("Welcome Bill@-30 Told@5 Told.hangup@6"))
    row = made(facts)[leg]
    dwells = facts.writer.rows("select node, dwell_s from flow_visit order by visit")
    assert dwells == [("Welcome", None), ("Bill", 5), ("Told", 6)]
    assert (row["seconds"], row["last_node"]) == (None, "Told")


def test_states_of_a_ticket_are_nodes_and_its_end_is_no_state_of_an_ivr(facts):
    leg = facts.leg("c", "help-desk", NINE, channel="email", outcome="done")
    put(facts, leg, walk(".new .open@60 .pending@60 .open@60 .solved@60"))
    row = made(facts)[leg]
    assert row["end_state"] == "other"
    assert row["way"].split(SEP) == ["new", "open", "pending", "open", "solved"]
    assert row["revisits"] == 1


def test_an_import_of_late_events_makes_the_days_of_their_legs_anew(facts):
    leg = facts.leg("c", "ivr", NINE, channel="ivr", outcome="contained")
    rollup.refresh(facts.writer, facts.catalog, None)
    assert facts.writer.rows("select end_state from flow_leg") == [("no_events",)]
    late = [{**e, "at": e["at"] + timedelta(days=3)} for e in walk("Welcome Welcome.hangup")]
    put(facts, leg, late)
    rollup.refresh(facts.writer, facts.catalog, [date(2026, 11, 5)], {"interaction_event"})
    assert facts.writer.rows("select end_state from flow_leg") == [("hangup_in_menu",)]
    abandoned = "select n, sum from kpi_day where kpi = 'ivr_abandon'"
    assert facts.writer.rows(abandoned) == [(1, 1.0)]


def test_steps_whose_leg_no_file_has_brought_are_counted_until_one_does(facts):
    known = facts.leg("c", "ivr", NINE, channel="ivr", outcome="contained")
    put(facts, known, walk("Welcome Welcome.hangup"))
    night = timedelta(hours=14, minutes=59, seconds=58)  # the third of its steps is of next day
    late = [{**e, "at": e["at"] + night} for e in walk("Welcome Bill Bill.hangup")]
    put(facts, "later", late)
    put(facts, "lost", walk("Welcome"))
    rollup.refresh(facts.writer, facts.catalog, [DAY, DAY + timedelta(days=1)])
    orphans = 'select cast(local_at as date), steps, legs from flow_orphan order by "local_at"'
    assert facts.writer.rows(orphans) == [(DAY, 2, 2), (DAY + timedelta(days=1), 2, 1)]
    leg = facts.leg("d", "ivr", NINE + night, channel="ivr", interaction_id="later")
    rollup.refresh(facts.writer, facts.catalog, [DAY], {"interaction"})
    assert facts.writer.rows(orphans) == [(DAY, 1, 1)]
    ways = "select interaction_id, visits from flow_leg order by visits"
    assert facts.writer.rows(ways) == [(known, 1), (leg, 2)]
    flow.refresh(facts.writer, facts.catalog, None)
    assert facts.writer.rows(orphans) == [(DAY, 1, 1)]


def test_a_call_without_steps_has_its_legs_own_time_and_where_it_was_passed_on(facts):
    minute = timedelta(minutes=1)
    call = facts.leg("c", "ivr", NINE, NINE + minute, channel="ivr", outcome="to_agent")
    facts.leg("c", "line", NINE + minute, outcome="answered", queue="bills")
    facts.leg("c", "line", NINE + 5 * minute, outcome="answered", queue="faults")
    once = facts.leg("d", "ivr", NINE, channel="ivr", outcome="to_agent")
    facts.leg("d", "line", NINE + minute, outcome="answered", queue="bills")
    kept = facts.leg("e", "ivr", NINE, NINE - minute, channel="ivr", outcome="contained")
    found = made(facts)
    assert {leg: (row["seconds"], row["misrouted"]) for leg, row in found.items()} == {
        call: (60, True), once: (None, False), kept: (None, None),
    }  # fmt: skip


def test_a_new_designed_flow_makes_all_anew(facts):
    leg = facts.leg("c", "ivr", NINE, channel="ivr", outcome="contained")
    put(facts, leg, walk("Told Told.hangup"))
    rollup.refresh(facts.writer, facts.catalog, None)
    assert "ivr_self_service" not in rollup.stale(facts.writer, facts.catalog)
    designed(facts, "Told")
    assert "ivr_self_service" in rollup.stale(facts.writer, facts.catalog)
    rollup.refresh(facts.writer, facts.catalog, [])
    assert facts.writer.rows("select end_state from flow_leg") == [("info_hangup",)]
    assert rollup.stale(facts.writer, facts.catalog) == ()


steps = st.lists(
    st.fixed_dictionaries(
        {
            "node": st.sampled_from([None, *TYPES]),
            "event": st.sampled_from(
                [
                    *(None, "enter", "enter", "enter", "input", "nomatch", "noinput", "back"),
                    *("task_start", "task_ok", "task_fail", "auth_ok", "auth_fail", "hangup"),
                    *("agent_request", "transfer", "callback_offer", "callback_accept"),
                    "system_disconnect",
                ]
            ),
            "value": st.sampled_from([None, "1"]),
            "gap": st.sampled_from([0, 0, 1, 5, 60, -20]),
        }
    ),
    max_size=9,
)
random_legs = st.lists(
    st.tuples(
        steps,
        st.sampled_from(["ivr", "email"]),
        st.sampled_from([None, "contained", "to_agent"]),
        st.randoms(use_true_random=False),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(legs=random_legs)
def test_random_sequences_agree_with_plain_python(legs):
    facts = Facts()
    designed(facts, "Told")
    expected = {}
    for drawn, channel, outcome, chance in legs:
        leg = facts.leg("c", "ivr", NINE, channel=channel, outcome=outcome)
        at, events = NINE, []
        for seq, step in enumerate(drawn):
            at += timedelta(seconds=step["gap"])
            event = {key: step[key] for key in ("node", "event", "value")}
            kind = TYPES.get(step["node"])
            events.append({"seq": seq, "at": at - OFFSET, "node_type": kind, **event})
        chance.shuffle(events)  # rows come in any order
        put(facts, leg, events)
        found = stays(events)
        if found or channel == "ivr":
            state = end_state(found, channel=channel, outcome=outcome, success={"Told"})
            expected[leg] = (state, found, places(found))
    got = made(facts)
    assert {leg: row["end_state"] for leg, row in got.items()} == {
        leg: state for leg, (state, _, _) in expected.items()
    }
    rows = facts.writer.rows(
        "select interaction_id, node, place, again, is_first, is_last, dwell_s from flow_visit"
        " order by interaction_id, visit"
    )
    for leg, (_, found, tree) in expected.items():
        mine = [row[1:] for row in rows if row[0] == leg]
        assert [(n, p, a) for n, p, a, *_ in mine] == [
            (stay.node, SEP.join(tree[stay.node]), stay.again) for stay in found
        ]
        assert [node for node, _, _, first, *_ in mine if first] == list(tree)
        assert [last for *_, last, _ in mine] == [False] * (len(mine) - 1) + [True] * bool(mine)
        if got[leg]["seconds"] is not None and all(row[-1] is not None for row in mine[:-1]):
            assert sum(row[-1] or 0 for row in mine) == got[leg]["seconds"]


@settings(max_examples=15, deadline=None)
@given(
    made_at=st.lists(
        st.tuples(st.integers(0, 45), st.integers(0, 2), st.booleans(), st.integers(0, 1)),
        min_size=1,
        max_size=25,
    )
)
def test_what_customers_did_next_is_that_of_plain_python_however_it_came_in(made_at):
    """Each call: day, customer (0: not known), whether an IVR's, and in which of two imports."""
    facts = Facts()
    calls = []
    for part in (0, 1):
        days = set()
        for place, (day, customer, is_ivr, mine) in enumerate(made_at):
            if mine != part:
                continue
            at = NINE + timedelta(days=day, minutes=place)
            who = f"K{customer}" if customer else None
            key = f"c{place}"
            channel = "ivr" if is_ivr else "phone"
            end = at + timedelta(minutes=5)
            facts.contact(who, at, end, contact_id=key, legs=())
            leg = facts.leg(key, "ivr", at, channel=channel, outcome="contained")
            days.add(at.date())
            calls.append((leg, at, who, is_ivr))
        tables = {"interaction", "contact"}
        rollup.refresh(facts.writer, facts.catalog, sorted(days), tables)
    step_by_step = facts.writer.rows("from flow_leg order by interaction_id")
    got = facts.writer.rows("select interaction_id, back_at, contacts_30d from flow_leg")
    expected = set()
    for leg, at, who, is_ivr in calls:
        if not is_ivr:
            continue
        own = sorted(other for _, other, known, _ in calls if who and known == who)
        end = at + timedelta(minutes=5)
        later = [o - OFFSET for o in own if end < o <= end + timedelta(days=7)]
        often = sum(at - timedelta(days=30) <= other <= at for other in own)
        expected.add((leg, later[0] if later else None, often or None))
    assert set(got) == expected
    flow.refresh(facts.writer, facts.catalog, None)
    assert facts.writer.rows("from flow_leg order by interaction_id") == step_by_step
