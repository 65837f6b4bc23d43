"""Undo: the data are then what the other files alone would have made of them."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cjm_tui.errors import UsageError
from tests.importers.conftest import HEADER
from tests.importers.test_merge import FULL, MAP, counts, interactions
from tests.queries.facts import catalog_of

EVENTS = "interaction_id,seq,at,event\n"
FEEDBACK = "feedback_id,touchpoint_id,at,instrument,score,contact_id,customer,updated_at\n"
LEGS = f"{HEADER},ended_at,customer,reason,resolved,wait_s,updated_at\n"
KPIS = catalog_of("repeat_7d", "csat", "aht")
OWN = """/*---
title = "Visits"
recognise = { name = "visits*", header = ["visit", "at", "reason"] }
timezone = "site"
---*/
create table contact as select _line, visit as contact_id, 'inbound' as direction,
    "at" as started_at, reason from source;
create table interaction as select _line, visit || ':leg' as interaction_id, visit as contact_id,
    'shop' as touchpoint_id, "at" as started_at from source;
"""


@pytest.mark.parametrize("batch", [1, 2])
def test_undo_brings_the_facts_back(site, batch):
    site.load_text(interactions(30))
    before = site.facts()
    site.load_text(interactions(20, start=20, wait=9))
    if batch == 2:
        outcome = site.undo(2)
        assert site.facts() == before
        count = outcome.targets["interaction"]
        assert (count.removed, count.restored, count.left_total) == (10, 10, 0)
        again = site.load_text(interactions(20, start=20, wait=9))
        assert (again.status, again.batch) == ("loaded", 3)
        assert counts(again) == (20, 10, 10, 0)
    else:
        count = site.undo(1).targets["interaction"]
        assert (count.removed, count.restored, count.left_total) == (20, 0, 10)
        assert "i20" in count.left
        assert site.rows("select count(*) from interaction") == [(20,)]


def test_a_touchpoint_named_by_facts_stays_while_one_of_their_files_does(site):
    header = "Id,Status,Via,Created at,Updated at\n"
    for number in (1, 2):
        row = f"{number},Open,Mail,2026-03-0{number} 09:00,2026-03-0{number} 09:00\n"
        site.load_text(header + row, f"tickets_{number}.csv")
    named = "select touchpoint_id, name, channel from touchpoint"
    left = site.undo(1).targets["touchpoint"]
    assert (left.removed, left.left) == (0, ("zendesk-mail",))
    assert site.rows(named) == [("zendesk-mail", "Mail tickets", "email")]
    assert site.rows("select contact_id from contact") == [("zendesk_tickets:2",)]
    site.undo(2)
    assert site.rows(named) == []


def test_undo_of_a_map_file(site):
    first = MAP + "Buy,Order,1,web,Web shop,Quick,p1,Editors\n"
    site.load_text(first, "touchpoints.csv")
    tables = ("journey", "stage", "touchpoint", "enabler", "accountability")
    before = [site.rows(f"select * from {table} order by all") for table in tables]
    site.load_text(
        MAP + "Buy,Order,1,web,Web store,Slow,p2,Desk\nBuy,Pay,2,pay,Payment,,p3,\n",
        "touchpoints.csv",
    )
    site.undo(2)
    assert [site.rows(f"select * from {table} order by all") for table in tables] == before


def test_what_cannot_be_undone(site):
    site.load_text("x\n")
    site.load_text(interactions(3))
    site.load_text(interactions(4), "other.csv")
    site.undo(2)
    for batch in (1, 2, 99):
        with pytest.raises(UsageError, match=str(batch)) as caught:
            site.undo(batch)
    assert f"3 ({site.folder}/other.csv, 2026-11-20 08:30 UTC)" in caught.value.hint
    assert "interactions.csv" not in caught.value.hint


def legs(*rows):
    return "\n".join([FULL, *rows, ""])


def leg(number, contact, at="10:00", ended="", reason="", touchpoint="web"):
    return f"{number},{contact},{touchpoint},2026-11-02T{at}:00,{ended},,{reason},,"


def test_what_an_undone_batch_said_never_comes_back(site):
    for reason in ("old", "wrong", "new"):
        site.load_text(legs(leg("i1", "c1", reason=reason)))
    assert site.undo(2).targets["interaction"].left == ("i1",)
    assert site.undo(3).targets["interaction"].restored == 1
    assert site.rows("select reason from interaction union all select reason from contact") == [
        ("old",),
        ("old",),
    ]
    site.undo(1)
    assert site.rows("from interaction") == site.rows("from interaction_history") == []


def test_a_row_that_another_file_brought_as_well_stays(site):
    site.load_text(interactions(30))
    site.load_text(interactions(20, start=20))
    count = site.undo(1).targets["interaction"]
    assert (count.removed, count.left_total) == (20, 10)
    assert site.rows("select count(*), min(last_batch) from interaction") == [(20, 2)]
    site.undo(2)
    assert site.facts() == {table: [] for table in site.facts()}
    assert site.rows("from repeated_row") == []


def test_an_older_version_counts_once_the_newer_is_undone(site):
    header = f"{HEADER},reason,updated_at\n"
    for day in (5, 3):
        site.load_text(f"{header}i1,c1,web,2026-11-02T10:00:00,r{day},2026-11-0{day}T00:00:00\n")
    assert site.rows("select reason from interaction") == [("r5",)]
    site.undo(1)
    assert site.rows("select reason from interaction") == [("r3",)]


def test_contacts_follow_the_legs_that_are_left(site):
    site.load_text(legs(leg("b", "c1", "10:05"), leg("d", "c2")))
    site.load_text(legs(leg("a", "c1", "10:00", reason="bill"), leg("d", "c1", "10:09")))
    ends = "select contact_id, (started_at::varchar)[12:16], (ended_at::varchar)[12:16], reason"
    assert site.rows(f"{ends} from contact") == [("c1", "10:00", "10:09", "bill")]
    count = site.undo(2).targets["contact"]
    assert (count.removed, count.restored) == (0, 2)
    assert site.rows(f"{ends} from contact order by 1") == [
        ("c1", "10:05", None, None),
        ("c2", "10:00", None, None),
    ]
    assert site.undo(1).targets["contact"].removed == 2
    assert site.rows("from contact") == []


def test_contacts_that_a_mapping_makes_itself_are_kept(site):
    (site.mappings / "visits.sql").write_text(OWN)
    site.load_text("visit,at,reason\nv1,2026-11-02T10:00:00,bill\n", "visits.csv")
    made = site.rows("select contact_id, reason from contact")
    site.load_text(legs(leg("x", "c9")))
    site.load_text("visit,at,reason\nv1,2026-11-02T10:00:00,move\n", "visits.csv")
    site.undo(2)
    site.undo(3)
    assert site.rows("select contact_id, reason from contact") == made == [("v1", "bill")]
    site.undo(1)
    assert site.rows("from contact") == site.rows("from interaction") == []


def test_a_contact_lasts_as_long_as_any_leg(site):
    site.load_text(
        legs(
            leg("a", "c1", "10:00", "2026-11-02T10:01:00"),
            leg("b", "c1", "10:30"),
            leg("c", "c2", "11:00"),
            leg("d", "c2", "11:20"),
            leg("e", "c3"),
            leg("f", "c4", "10:00", "2026-11-02T12:00:00"),
            leg("g", "c4", "10:30", "2026-11-02T10:40:00"),
        )
    )
    assert site.rows("select contact_id, (ended_at::varchar)[12:16] from contact order by 1") == [
        ("c1", "10:30"),
        ("c2", "11:20"),
        ("c3", None),
        ("c4", "12:00"),
    ]


def test_members_of_a_set_come_back_whatever_their_names(site):
    row = MAP + "Buy,Order,1,web,Web shop,Quick,p1,{}\n"
    site.load_text(row.format("Desk / night; Editors"), "touchpoints.csv")
    site.load_text(row.format("Editors"), "touchpoints.csv")
    assert site.undo(2).targets["enabler"].restored == 1
    assert site.rows("select item from enabler order by 1") == [("Desk / night",), ("Editors",)]


def test_what_cannot_be_brought_back_is_named(site):
    site.load_text(MAP + "Buy,Order,1,web,Web shop,Quick,p1,Desk\n", "touchpoints.csv")
    site.load_text(MAP + "Buy,Order,1,web,Web store,,,\n", "touchpoints.csv")
    with site.database.write() as writer:
        writer.execute("update touchpoint set name = 'By hand'")
    count = site.undo(2).targets["touchpoint"]
    assert (count.restored, count.left) == (0, ("web",))
    assert site.rows("select name from touchpoint") == [("By hand",)]


def test_map_files_are_undone_one_after_another(site):
    for name in ("Web", "Web shop", "Web store"):
        site.load_text(MAP + f"Buy,Order,1,web,{name},,,\n", "touchpoints.csv")
    for batch, name in ((3, "Web shop"), (2, "Web")):
        assert site.undo(batch).targets["touchpoint"].left == ()
        assert site.rows("select name from touchpoint") == [(name,)]
    site.undo(1)
    assert site.rows("from touchpoint") == []


def test_map_files_are_undone_in_any_order(site):
    for name in ("Web", "Web shop", "Web store"):
        site.load_text(MAP + f"Buy,Order,1,web,{name},{len(name)},,\n", "touchpoints.csv")
    site.load_text(MAP + "Buy,Order,1,ivr,IVR,,,\n", "more.csv")
    seen = "select name, standard_of_good from touchpoint where touchpoint_id = 'web'"
    assert site.undo(2).targets["touchpoint"].left == ("web",)
    assert site.rows(seen) == [("Web store", "9")]
    site.undo(3)
    assert site.rows(seen) == [("Web", "3")]  # not the shop's, which is undone too
    assert site.undo(1).targets["touchpoint"].removed == 1
    assert site.rows("select name from stage") == [("Order",)]  # the other file says it too
    site.undo(4)
    assert site.rows("from stage") == site.rows("from journey") == []


def test_what_a_later_map_file_repeats_stays(site):
    first = MAP + "Buy,Order,1,web,Web shop,Quick,p1,Desk\n"
    site.load_text(first, "touchpoints.csv")
    site.load_text(first.replace("Web shop", "Web store"), "touchpoints.csv")
    site.load_text(first.replace("Web shop", "Web store") + "\n", "touchpoints.csv")
    outcome = site.undo(2)
    assert site.rows("select name from touchpoint") == [("Web store",)]
    assert outcome.targets["touchpoint"].left == ("web",)
    site.undo(1)
    for table in ("journey", "stage", "touchpoint", "enabler", "accountability"):
        assert len(site.rows(f"from {table}")) == 1, table
    site.undo(3)
    for table in ("journey", "stage", "touchpoint", "enabler", "accountability"):
        assert site.rows(f"from {table}") == [], table


def test_what_people_have_entered_since_stays(site):
    site.load_text(MAP + "Buy,Order,1,web,Web shop,Quick,p1,Desk\n", "touchpoints.csv")
    with site.database.write() as writer:
        writer.execute("update touchpoint set standard_of_good = 'Kind'")
        writer.log_change(
            "touchpoint", "web", "standard_of_good", old="Quick", new="Kind", why="us"
        )
    count = site.undo(1).targets["touchpoint"]
    assert (count.removed, count.left) == (0, ("web",))
    assert site.rows("select standard_of_good from touchpoint") == [("Kind",)]


_MAP_TABLES = ("journey", "stage", "touchpoint", "enabler", "accountability")


def test_an_owner_whom_a_later_file_left_out_goes_with_the_file_that_named_it(site):
    for owner in ("q", "p"):
        site.load_text(MAP + f"Buy,S,1,ivr,A,,{owner},\n", "touchpoints.csv")
    named = "select party_id, until is null from accountability order by 1"
    assert site.rows(named) == [("p", True), ("q", False)]
    site.undo(1)
    assert site.rows(named) == [("p", True)]
    assert site.undo(2).targets["accountability"].left == ()
    assert site.rows(named) == []


def test_a_file_that_leaves_a_member_out_once_more_keeps_it_out(site):
    """Undoing the first file that left an owner and an enabler out, when the next one did too."""
    for web, owner, item in (("1", "p", "D"), ("2", "q", "E"), ("3", "q", "E")):
        rows = f"Buy,S,1,ivr,A,,{owner},{item}\nBuy,S,1,web,{web},,,\n"
        assert site.load_text(MAP + rows, "touchpoints.csv").status == "loaded"
    named = "select party_id, until is null from accountability order by 1"
    items = "select item from enabler order by 1"
    before = site.rows(named), site.rows(items)
    site.undo(2)
    assert (site.rows(named), site.rows(items)) == before
    assert before == ([("p", False), ("q", True)], [("E",)])


@settings(max_examples=12, phases=set(Phase) - {Phase.shrink, Phase.explain})  # each takes seconds
@given(data=st.data())
def test_map_files_leave_what_the_others_say(new_site, data):
    """Any small files of the map, any of them undone in any order."""
    pick = lambda *of: data.draw(st.sampled_from(of))  # noqa: E731
    texts = {}
    site = new_site()
    for _ in range(data.draw(st.integers(2, 4))):
        rows = {
            pick(
                "web", "ivr"
            ): f"{pick('A', 'B')},{pick('', 'Q', 'R')},{pick('', 'p', 'q')},{pick('', 'D', 'D;E')}"
            for _ in range(pick(1, 2))
        }
        text = MAP + "".join(f"Buy,{pick('S', 'T')},1,{key},{row}\n" for key, row in rows.items())
        result = site.load_text(text, "touchpoints.csv")
        if result.status == "loaded":
            texts[result.batch] = text
    undone = data.draw(st.lists(st.sampled_from(sorted(texts)), min_size=1, unique=True))
    for batch in undone:
        site.undo(batch)
    expected = new_site()
    for batch, text in texts.items():
        if batch not in undone:
            expected.load_text(text, "touchpoints.csv")
    for table in _MAP_TABLES:
        query = f"select * from {table} order by all"
        assert site.rows(query) == expected.rows(query), table


def days(first, last, count):
    return "\n".join(
        [
            f"{HEADER},channel",
            *(
                f"d{day}-{n},c{day}-{n},ivr,2026-{9 + day // 30:02}-{1 + day % 30:02}"
                f"T{8 + n % 10:02}:00:00,ivr"
                for day in range(first, last)
                for n in range(count)
            ),
            "",
        ]
    )


def test_incomplete_days_are_judged_anew(site):
    site.load_text(days(0, 36, 60))
    site.load_text(days(36, 37, 60))
    site.load_text(days(37, 40, 60))
    marked = "select distinct day::varchar from incomplete_day order by 1"
    assert site.rows(marked) == []
    site.undo(2)
    assert site.rows(marked) == [("2026-10-07",)]
    site.undo(3)  # nothing follows that day any more
    assert site.rows(marked) == []


def test_touchpoints_that_only_facts_name_are_on_the_map_until_no_fact_does(site):
    seen = "select touchpoint_id, name, channel, stage_id from touchpoint order by 1"
    rows = ["i1,c1,web,2026-11-02T10:00:00,chat", "i2,c1,ivr,2026-11-02T10:00:00,phone"]
    result = site.load_text("\n".join([f"{HEADER},channel", *rows, rows[1][:-5] + "ivr", ""]))
    assert "touchpoint" not in result.targets
    site.load_text(FEEDBACK + "f1,ivr,2026-11-02T10:00:00,csat,4,,,\n", "feedback.csv")
    assert site.rows(seen) == [("ivr", "ivr", "ivr", None), ("web", "web", "chat", None)]
    named = site.load_text(MAP + "Buy,Order,1,web,Web shop,,,\n", "touchpoints.csv")
    assert counts(named, "touchpoint") == (1, 0, 1, 0)
    assert site.rows("from change_log where noun = 'touchpoint' and new = 'added'") == []
    site.undo(3)
    site.undo(1)
    assert [row[0] for row in site.rows(seen)] == ["ivr"]
    site.undo(2)
    assert site.rows(seen) == []


def test_a_touchpoint_whose_own_file_is_undone_stays_while_facts_name_it(site):
    site.load_text(MAP + "Buy,Order,1,web,Web shop,,,\n", "touchpoints.csv")
    site.load_text(legs(leg("i1", "c1")))
    site.undo(1)
    assert site.rows("select touchpoint_id, name, stage_id from touchpoint") == [
        ("web", "web", None)
    ]


def _version(data):
    day = data.draw(st.sampled_from(["", "03", "04", "05"]))
    return day and f"2026-11-{day}T00:00:00"


def _file(data):
    """A small file of one kind, whose rows overlap and contradict those of others."""
    kind = data.draw(
        st.sampled_from(["interactions", "interactions", "interaction_events", "feedback"])
    )
    pick = lambda low, high: data.draw(st.integers(low, high))  # noqa: E731
    rows = []
    for _ in range(pick(1, 6)):
        number, hour, version = pick(0, 4), pick(8, 9), _version(data)
        day = f"2026-11-{pick(2, 4):02}T{hour:02}:00:00"
        if kind == "interactions":
            row = f"i{number},c{pick(0, 2)},t{number % 2},{day},,K{pick(0, 1)},r{pick(0, 1)},,,{version}"
        elif kind == "interaction_events":
            row = f"i{number},{pick(1, 2)},{day},n{pick(0, 1)}"
        else:
            row = f"f{number},t{number % 2},{day},csat,{pick(1, 2)},c{pick(0, 2)},,{version}"
        rows.append(row)
    header = {"interactions": LEGS, "interaction_events": EVENTS, "feedback": FEEDBACK}[kind]
    return f"{kind}.csv", header + "\n".join([*rows, ""])


def _state(site):
    """The facts, the roll-up and the touchpoints; every site's key of customers is its own."""
    with site.database.write() as writer:
        for table in ("contact", "interaction", "feedback"):
            writer.execute(f"update {table} set customer_key = customer_key is not null")
    rolled = "select kpi, touchpoint_id, day, n, sum, sum_sq from kpi_day order by all"
    touchpoints = "select touchpoint_id, name, stage_id from touchpoint order by all"
    return site.facts() | {"kpi_day": site.rows(rolled), "touchpoint": site.rows(touchpoints)}


@settings(max_examples=6)
@given(data=st.data())
def test_undoing_any_batches_in_any_order_leaves_what_the_other_files_make(new_site, data):
    site = new_site(KPIS)
    loaded = {}
    for _ in range(data.draw(st.integers(2, 5))):
        name, text = _file(data)
        result = site.load_text(text, name)
        assert result.status != "refused", result.reason
        if result.status == "loaded":
            loaded[result.batch] = (name, text)
    undone = data.draw(st.lists(st.sampled_from(sorted(loaded)), min_size=1, unique=True))
    for batch in undone:
        site.undo(batch)
    expected = new_site(KPIS)
    for batch, (name, text) in loaded.items():
        if batch not in undone:
            expected.load_text(text, name)
    assert _state(site) == _state(expected)
