"""An IVR's figures: they reconcile, their rows are as many as they say, marks are where they belong."""

import random
from collections import Counter
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from cjm_tui.domain.ivr import ALL_CALLS as ALL
from cjm_tui.domain.ivr import APART, LOST, FlowCut, FlowFilter
from cjm_tui.domain.ivr_words import (
    end_lines,
    ends_line,
    figure_lines,
    more_lines,
    version_rows,
    way_words,
)
from cjm_tui.errors import UsageError
from cjm_tui.services.contact_story import contact_story
from cjm_tui.services.figure import figure_rows, figure_words
from cjm_tui.services.ivr import ivr
from cjm_tui.services.ivr_figure import calls_of, ivr_figure, ivr_panel_text
from cjm_tui.services.journey_map import all_touchpoints
from cjm_tui.store.rollup import refresh
from tests.queries.test_flow import NINE, designed, put, walk
from tests.services.site import LAST, Site

PERIOD = "28d"
WALKS = (
    ("Welcome Bill Pay Pay.task_start Pay.task_ok Pay.hangup", "contained", 30),
    ("Welcome Bill Bill.noinput Bill.hangup", "contained", 10),
    ("Welcome Told Told.hangup", "contained", 20),
    ("Welcome Dead Dead.nomatch Dead.hangup", "contained", 66),
    ("Welcome Dead Agent Agent.transfer", "to_agent", 10),
    ("Welcome Ring Ask Ring Ask Ring Ask.hangup", "contained", 12),
    ("Welcome Ring Pay Pay.task_ok Pay.hangup", "contained", 30),
    ("Welcome Welcome.agent_request Agent Agent.transfer", "to_agent", 25),
    ("Welcome Few Few.hangup", "contained", 9),
    ("Welcome", "contained", 3),
    ("", "contained", 4),
)


@pytest.fixture(scope="module")
def site():
    """Calls of one version and 6 of the one before, a customer each, some back next day."""
    site = an_ivr()
    designed(site, "Told")
    site.insert(
        "designed_flow",
        [
            {"touchpoint_id": "ivr", "flow_version": "", "node": node, "parent": parent,
             "node_type": "menu", "success": False}
            for node, parent in (("Welcome", ""), ("Bill", "Welcome"), ("Lost", "Bill"))
        ],
    )  # fmt: skip
    chance = random.Random(7)
    number = 0
    for text, outcome, times in (*WALKS, ("Welcome Welcome.hangup", "contained", 6)):
        version = "v1" if text == "Welcome Welcome.hangup" else "v2"
        for _ in range(times):
            number += 1
            day = LAST - timedelta(days=20 if version == "v1" else chance.randrange(15))
            start = datetime.combine(day, time(9 + number % 4, number % 60))
            segment = "home" if number % 3 else None
            customer = f"k{number}" if number % 5 else None
            contact = site.id("c")
            site.insert(
                "contact",
                [{"contact_id": contact, "customer_key": customer, "started_at": start - OFFSET,
                  "ended_at": start - OFFSET + timedelta(minutes=3), "local_at": start}],
            )  # fmt: skip
            leg = site.leg(contact, "ivr", start, channel="ivr", outcome=outcome,
                           segment=segment, flow_version=version, customer_key=customer)  # fmt: skip
            shift = (start - NINE, {"flow_version": version})
            events = [{**e, "at": e["at"] + shift[0], **shift[1]} for e in walk(text)]
            put(site, leg, events)
            if customer and number % 2:
                site.contact(
                    customer, start + timedelta(days=1), legs=("line",), outcome="answered"
                )
    refresh(site.writer, site.catalog, None)
    return site


OFFSET = timedelta(hours=2)


@pytest.fixture(scope="module")
def found(site):
    return ivr(site.writer, site.catalog, "ivr", PERIOD)


def rows_of(site, cut, chosen=ALL):
    figure = ivr_figure(site.writer, site.catalog, "ivr", PERIOD, chosen, cut)
    rows = figure_rows(site.writer, figure, None)
    assert rows.total == len(rows.rows) == figure.n
    return rows.total


def test_end_states_sum_to_the_calls(site, found):
    assert found.calls == sum(times for *_, times in WALKS) + 6
    assert sum(share.part for _, share in found.ends) == found.calls
    for state, share in found.ends:
        assert rows_of(site, FlowCut(end_state=state)) == share.part
        assert share.estimate.n == found.calls


def test_ends_are_those_of_the_walks(found):
    ends = {state: share.part for state, share in found.ends}
    assert ends == {
        "task_ok": 60, "info_hangup": 20, "designed_transfer": 10, "zero_out": 25,
        "hangup_in_menu": 10 + 66 + 12 + 9 + 3 + 6, "contained": 4,
    }  # fmt: skip


def test_the_tree_counts_each_call_once_a_place_and_no_child_more_than_its_parent(site, found):
    by_place = {node.place: node for node in found.nodes}
    for node in found.nodes:
        if node.parent:
            assert node.calls <= by_place[node.parent].calls
            assert node.of_parent.estimate.n == by_place[node.parent].calls
        assert rows_of(site, FlowCut(place=node.place)) == node.calls
        assert rows_of(site, FlowCut(place=node.place, only="ended")) == node.lost
        below = [n for n in found.nodes if (n.place + APART).startswith(node.place + APART)]
        assert node.lost_below == sum(other.lost for other in below)
    roots = [node for node in found.nodes if not node.parent]
    assert sum(node.calls for node in roots) == found.calls - 4  # but those without steps
    assert sum(node.exits.part for node in found.nodes) == found.calls - 4
    lost = sum(share.part for state, share in found.ends if state in LOST)
    assert sum(node.lost for node in found.nodes) == lost
    ring = by_place[APART.join(["Welcome", "Ring"])]
    assert (ring.calls, ring.visits, ring.returns) == (42, 66, 24)  # loops are counted apart


def test_ways_sum_to_the_calls_and_have_their_rows(site, found):
    assert sum(way.share.part for way in found.ways) == found.calls
    assert found.ways_total == len(found.ways)
    for way in found.ways[:4]:
        assert rows_of(site, FlowCut(way=APART.join(way.nodes))) == way.share.part


def test_siblings_with_most_lost_callers_come_first(found):
    below = [node for node in found.nodes if node.level == 1]
    assert [n.lost_below for n in below] == sorted((n.lost_below for n in below), reverse=True)
    assert below[0].name == "Dead"


def test_the_dead_end_and_the_loop_are_marked_and_their_controls_are_not(found):
    marked = {node.name: node.mark for node in found.nodes if node.mark}
    assert set(marked) == {"Dead", "Ring"}
    assert marked["Dead"].startswith("dead end: none of 76 calls ended well from here; 87% leave")
    assert marked["Ring"].startswith("loop: 12 calls came back twice or more (29%")
    assert marked["Ring"].endswith("by way of Ask")


def test_false_containment_is_of_identified_contained_calls_with_a_closed_window(site, found):
    back = found.false_containment.raw
    assert rows_of(site, FlowCut(only="kept_known")) == back.estimate.n
    assert back.estimate.n <= found.coverage.part <= found.contained.part
    assert found.contained.part == found.calls - 35
    independent = site.writer.rows(
        """
        select count(*), count(*) filter (exists (
            select 1 from contact as n where n.customer_key = c.customer_key
            and n.started_at > c.ended_at and n.started_at <= c.ended_at + interval 7 day))
        from interaction as i join contact as c using (contact_id)
        where i.touchpoint_id = 'ivr' and i.outcome = 'contained'
            and c.customer_key is not null and i.local_at::date <= ?
        """,
        [found.known_until],
    )
    assert independent == [(back.estimate.n, back.part)]
    assert rows_of(site, FlowCut(only="resolved")) == found.self_service.estimate.n


def test_filters_part_the_calls(site, found):
    parts = [FlowFilter(segment=name) for name, _ in found.segments]
    pages = [ivr(site.writer, site.catalog, "ivr", PERIOD, part) for part in parts]
    assert sum(page.calls for page in pages) == found.calls
    assert dict(found.segments) == {p.filter.segment: p.calls for p in pages}
    hours = ivr(site.writer, site.catalog, "ivr", PERIOD, FlowFilter(from_hour=9, to_hour=11))
    assert hours.calls == sum(calls for hour, calls, _ in found.hours if 9 <= hour < 11)
    assert rows_of(site, FlowCut(), FlowFilter(from_hour=9, to_hour=11)) == hours.calls
    assert ivr(site.writer, site.catalog, "ivr", PERIOD, FlowFilter(version="none")).calls == 0


def test_versions_part_the_calls_and_few_have_no_share(found):
    assert [(v.name, v.calls) for v in found.versions] == [("v1", 6), ("v2", found.calls - 6)]
    assert found.versions[0].contained.estimate.value is None
    assert found.versions[1].contained.estimate.low is not None


def test_design_and_walk_are_held_against_each_other(found):
    assert "nobody reaches Lost in flow v2" in found.design
    assert any(line.startswith("nobody designed Welcome → Dead: 76 times")
               for line in found.design)  # fmt: skip
    assert not any("Welcome → Bill:" in line for line in found.design)


def test_without_a_design_it_is_said_and_no_node_is_a_success():
    site = Site().map()
    start = datetime.combine(LAST, time(9))
    leg = site.leg("c", "ivr", start, channel="ivr", outcome="contained")
    events = [{**e, "at": e["at"] + (start - NINE)} for e in walk("Told Told.hangup")]
    put(site, leg, events)
    refresh(site.writer, site.catalog, None)
    found = ivr(site.writer, site.catalog, "IVR", PERIOD)
    assert found.design[0].startswith("no designed flow")
    assert [state for state, _ in found.ends] == ["hangup_in_menu"]


def an_ivr():
    site = Site().map()
    site.writer.execute("update touchpoint set channel = 'ivr' where touchpoint_id = 'ivr'")
    return site


def unrecorded():
    """An IVR whose source tells no steps: who was passed on, who was not, one not even that."""
    site = an_ivr()
    for number in range(60):
        start = datetime.combine(LAST - timedelta(days=12), time(9)) + timedelta(minutes=number)
        outcome = "to_agent" if number < 40 else "contained" if number < 59 else None
        contact = site.contact(f"k{number}", start, start + timedelta(minutes=1), legs=())
        end = start + timedelta(seconds=number)
        site.leg(contact, "ivr", start, end, channel="ivr", outcome=outcome)
        if number % 4 == 0:
            site.contact(f"k{number}", start + timedelta(days=2), outcome="answered")
    site.contact("other", datetime.combine(LAST, time(9)), outcome="answered")
    put(site, "nowhere", [{**e, "at": e["at"] + timedelta(days=5)} for e in walk("Welcome Bill")])
    refresh(site.writer, site.catalog, None)
    return site


def test_calls_without_steps_say_what_the_source_says_of_them_and_no_more():
    site = unrecorded()
    found = ivr(site.writer, site.catalog, "ivr", PERIOD)
    ends = {state: share.part for state, share in found.ends}
    assert ends == {"to_agent": 40, "contained": 19, "no_events": 1}
    for state, calls in ends.items():
        assert rows_of(site, FlowCut(end_state=state)) == calls
    assert (found.recorded, found.nodes, found.design) == (0, (), ())
    assert rows_of(site, FlowCut(only="unrecorded")) == 60
    lines = [text for text, _ in figure_lines(found)]
    assert (
        "no steps of any call are recorded: by the source passed on 40, ended without an agent 19,"
        " neither said 1"
    ) in lines
    assert "resolved by itself cannot tell: no steps are recorded" in lines
    assert (found.agents.raw.part, found.agents.raw.estimate.n) == (10, 40)
    assert (found.false_containment.raw.part, found.false_containment.raw.estimate.n) == (5, 19)
    assert found.seconds[0] == 29.5
    (version,) = found.versions
    assert version.lost.estimate.n == version.zero.estimate.n == 0


def test_steps_without_a_leg_are_said():
    site = unrecorded()
    found = ivr(site.writer, site.catalog, "ivr", PERIOD)
    assert found.orphans == (2, 1)
    assert next(iter(more_lines(found))).startswith("2 steps of 1 call that no file has brought")
    day = NINE.date() + timedelta(days=6)
    assert ivr(site.writer, site.catalog, "ivr", f"{day}..{day}").orphans == (0, 0)


def test_a_node_costs_its_time_and_the_agents_that_its_callers_go_on_to():
    site = an_ivr()
    start = datetime.combine(LAST - timedelta(days=3), time(9))
    for number in range(12):
        text = "Welcome Bill@30 Bill.hangup@60" if number < 8 else "Welcome Agent@30"
        outcome = "contained" if number < 8 else "to_agent"
        leg = site.leg(f"c{number}", "ivr", start, channel="ivr", outcome=outcome)
        put(site, leg, [{**e, "at": e["at"] + (start - NINE)} for e in walk(text)])
    refresh(site.writer, site.catalog, None)

    def costs():
        found = ivr(site.writer, site.catalog, "ivr", PERIOD)
        said = [line for line in more_lines(found) if line.startswith("node cost")]
        return {node.name: node.cost for node in found.nodes}, said

    lacking = "no cost_rate.per_minute of ivr and no cost_rate.per_contact of phone"
    assert costs() == (
        {"Welcome": None, "Bill": None, "Agent": None}, [f"node cost: cannot tell, {lacking}"],
    )  # fmt: skip
    site.insert(
        "cost_rate",
        [
            {"channel": "ivr", "valid_from": LAST - timedelta(days=90), "per_minute": 0.2},
            {"channel": "phone", "valid_from": LAST - timedelta(days=90), "per_contact": 5.0},
            {"channel": "phone", "valid_from": LAST + timedelta(days=1), "per_contact": 50.0},
        ],
    )
    # 12 visits of half a minute, and 4 calls that went on to an agent; 8 visits of a minute.
    assert costs() == ({"Welcome": 12 * 0.5 * 0.2 + 4 * 5.0, "Bill": 8 * 0.2, "Agent": 0}, [])


def test_tickets_end_at_their_last_state_and_say_nothing_of_an_ivr():
    """Tickets with states: their events name no node, and nobody hangs up."""
    site = Site().map()
    site.writer.execute("update touchpoint set channel = 'email' where touchpoint_id = 'ivr'")
    texts = [".new .open .pending .open .solved"] * 30 + [".new .open .pending"] * 12
    texts += [".new .open .pending .open .pending .open .pending .open .solved"] * 20
    for number, text in enumerate(texts):
        start = datetime.combine(LAST - timedelta(days=number % 9), time(9))
        leg = site.leg(f"t{number}", "ivr", start, channel="email", outcome="done")
        put(site, leg, [{**e, "at": start - OFFSET + 9000 * (e["at"] - NINE + OFFSET)}
                        for e in walk(text)])  # fmt: skip
    refresh(site.writer, site.catalog, None)
    found = ivr(site.writer, site.catalog, "ivr", PERIOD)
    assert ends_line(found) == "at solved 81 · pending 19 = 100% of 62"
    for text, cut in end_lines(found):
        name, part = text.split()[:2]
        assert rows_of(site, cut) == int(part) == {"solved": 50, "pending": 12}[name]
    assert found.marks == ("pending: loop: 20 cases came back twice or more (32% [22–45] of 62),"
                           " by way of open",)  # fmt: skip
    said = " ".join([
        *(text for text, _ in figure_lines(found)), *more_lines(found), *found.design,
        *(way_words(way) for way in found.ways), *(row[0] for row in version_rows(found)[1]),
    ])  # fmt: skip
    assert "half within 10.0h, 90% within 20.0h" in said
    for word in ("call", "contained", "gave up", "lost", "zero", "other end"):
        assert word not in said
    (site_touchpoint,) = [t for t in all_touchpoints(site.writer) if t.touchpoint_id == "ivr"]
    assert site_touchpoint.has_steps


def test_the_panel_gets_the_filters_as_parameters(site):
    chosen = FlowFilter(segment="home", from_hour=9, to_hour=11)
    name, text = ivr_panel_text(
        site.writer, site.catalog, "ivr", PERIOD, chosen, FlowCut(place="Welcome")
    )
    assert name == "ivr_visits"
    for line in ("--: segment = home", "--: from_hour = 9", "--: touchpoint = ivr"):
        assert line in text


def test_calls_and_a_timeline_reach_from_the_menu_to_what_came_later(site):
    calls, total = calls_of(
        site.writer, site.catalog, "ivr", PERIOD, ALL, FlowCut(end_state="task_ok")
    )
    assert total == len(calls) == 60
    assert calls == tuple(sorted(calls, key=lambda call: call.at, reverse=True))
    back = next(call for call in calls if call.back)
    story = contact_story(site.writer, "interaction", back.call_id)
    kinds = Counter((step.part, step.kind) for step in story.steps)
    assert kinds["contact", "leg"] == kinds["later", "leg"] == 1
    assert kinds["contact", "step"] in (5, 6)
    with pytest.raises(UsageError):
        contact_story(site.writer, "interaction", "nothing")


def test_words_behind_calls_are_those_of_their_contacts(site):
    (contact,) = site.writer.rows(
        "select contact_id from flow_leg where end_state = 'zero_out' limit 1"
    )[0]
    said = datetime.combine(LAST, time(12))
    site.feedback(
        "ivr", said, "csat", 1, contact_id=contact, verbatim="no person", voice="customer"
    )
    cut = FlowCut(end_state="zero_out")
    figure = ivr_figure(site.writer, site.catalog, "ivr", PERIOD, ALL, cut)
    words, total = figure_words(site.writer, figure)
    assert (total, [w.words for w in words]) == (1, ["no person"])
    other = replace(cut, end_state="task_ok")
    figure = ivr_figure(site.writer, site.catalog, "ivr", PERIOD, ALL, other)
    assert figure_words(site.writer, figure) == ((), 0)
