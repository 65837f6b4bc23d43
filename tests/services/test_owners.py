"""The ownership ledger over a real file: what it finds, how it changes, who may not overwrite whom."""

import os
from datetime import date, datetime, timedelta

import pytest

from cjm_tui.config import FixedClock
from cjm_tui.domain.form import ConflictError, FieldError
from cjm_tui.domain.ownership import LedgerOrder, ordered
from cjm_tui.domain.ownership_filter import completions, kept, parsed
from cjm_tui.domain.ownership_words import line_words, summary, troubles
from cjm_tui.errors import CjmError, UsageError
from cjm_tui.services import departments as department_service
from cjm_tui.services import owning
from cjm_tui.services.edits import form, save
from cjm_tui.services.ownership_ledger import ledger
from cjm_tui.store.database import Database
from tests.queries.facts import NOW, catalog

TODAY = date(2026, 11, 20)
MAP = """
insert into journey (journey_id, name, version) values ('b', 'Broadband', 'current'), ('w', 'Wish', 'desired');
insert into stage (stage_id, journey_id, position, name)
    values ('b/join', 'b', 1, 'Join'), ('b/help', 'b', 2, 'Get help'), ('w/x', 'w', 1, 'X');
insert into touchpoint (touchpoint_id, name, stage_id, position, channel, moment_of_truth) values
    ('shop', 'Web shop', 'b/join', 1, 'web', false), ('mail', 'Bill mail', 'b/join', 2, 'email', false),
    ('guide', 'Guide', 'b/join', 3, 'web', false), ('renew', 'Renewal call', 'b/help', 2, 'phone', false),
    ('ivr', 'IVR', 'b/help', 1, 'ivr', true), ('chat', 'Chat', 'b/help', 3, 'chat', false),
    ('dream', 'Dream', 'w/x', 1, 'web', false), ('bot', 'bot', null, null, 'chat', false);
insert into party (party_id, name, department, kind, state, logins) values
    ('ann', 'A. Lee', 'Contact', 'person', 'active', 'ann;alee'), ('bob', 'B. Ray', 'Digital', 'person', 'active', null),
    ('cid', 'C. Ott', 'Digital', 'person', 'left', null), ('dig', 'Digital', 'Digital', 'department', 'active', null);
insert into accountability (touchpoint_id, party_id, role, since, until, confirmed_at) values
    ('shop', 'bob', 'A', '2025-04-01', null, '2026-10-05'),
    ('mail', 'ann', 'A', '2025-04-01', null, '2026-07-23'),
    ('guide', 'cid', 'A', '2025-04-01', null, '2026-10-05'),
    ('renew', 'ann', 'A', '2025-04-01', null, '2026-10-05'), ('renew', 'bob', 'A', '2026-02-01', null, '2026-10-05'),
    ('ivr', 'ann', 'A', '2025-04-01', '2026-06-30', '2026-05-01'), ('ivr', 'dig', 'S', null, null, null),
    ('chat', 'dig', 'A', '2025-04-01', null, '2026-10-05');
"""


@pytest.fixture
def database(tmp_path, monkeypatch):
    monkeypatch.setenv("CJM_USER", "ann")
    found = Database.create(tmp_path / "cjm.duckdb", "Europe/London", FixedClock(NOW))
    found.catalog = catalog()
    with found.write() as writer:
        writer.execute(MAP)
    return found


def lines(database):
    with database.read() as reader:
        return {line.touchpoint_id: line for line in ledger(reader).lines}


def opened(database, noun, identity=""):
    with database.read() as reader:
        return form(reader, catalog(), noun, identity)


def owners(database, touchpoint):
    return [owner.party_id for owner in lines(database)[touchpoint].owners]


def logged(database, noun="accountability"):
    with database.read() as reader:
        return reader.rows(
            f"select who, id, field, old, new, why from change_log where noun = '{noun}' order by rowid"
        )


# What it finds


def test_the_planted_troubles_are_found_and_their_controls_are_not(database):
    found = lines(database)
    assert {key: line.troubles for key, line in found.items()} == {
        "shop": (),
        "mail": ("unconfirmed",),
        "guide": ("owner_left",),
        "renew": ("two_owners",),
        "ivr": ("no_owner",),
        "chat": (),
        "bot": ("no_owner",),
    }, "the desired map has no owners"
    assert troubles(found["ivr"]) == ("NO OWNER for 143 days",)
    assert troubles(found["mail"]) == ("not confirmed for 120 days",)
    assert troubles(found["guide"]) == ("C. Ott HAS LEFT",)
    assert troubles(found["renew"]) == ("2 OWNERS",)
    assert troubles(found["bot"]) == ("NEVER AN OWNER",)
    assert line_words(found["shop"], TODAY) == (
        "Join › Web shop: B. Ray · since 1 Apr 2025 · confirmed 5 Oct"
    )
    with database.read() as reader:
        assert summary(ledger(reader)) == (
            "7 touchpoints · 2 without an owner · 1 whose owner has left · 1 with several"
            " · 1 not confirmed"
        )


def test_what_never_had_an_owner_is_counted_from_when_it_is_known(database):
    with database.write() as writer:
        writer.execute(
            """insert into change_log ("at", who, noun, id, new, why) values
            ('2026-11-08 09:00', 'root', 'touchpoint', 'bot', 'added', 'import batch 1')"""
        )
    assert troubles(lines(database)["bot"]) == ("NEVER AN OWNER in 12 days",)


def test_the_site_decides_for_how_long_a_confirmation_holds(database):
    with database.write() as writer:
        writer.execute("insert into site_setting values ('confirm_days', '121')")
    assert lines(database)["mail"].troubles == ()


def test_moments_of_truth_and_what_is_gravest_come_first(database):
    found = lines(database).values()
    by_trouble = [line.touchpoint_id for line in ordered(found, LedgerOrder.TROUBLE)]
    assert by_trouble == ["ivr", "bot", "guide", "renew", "mail", "shop", "chat"]
    by_owner = [line.touchpoint_id for line in ordered(found, LedgerOrder.OWNER)]
    assert by_owner[:2] == ["ivr", "bot"]
    assert [line.touchpoint_id for line in ordered(found, LedgerOrder.STAGE)] == list(
        lines(database)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dept:digital", {"shop", "guide", "renew", "ivr", "chat"}),
        ("owner:lee", {"mail", "renew"}),
        ("flag:no_owner", {"ivr", "bot"}),
        ("flag:mine", {"mail", "renew"}),
        ("flag:moment", {"ivr"}),
        ("stage:join channel:web", {"shop", "guide"}),
        ("has left", {"guide"}),
        ("143", {"ivr"}),
        ("nothing-like-it", set()),
    ],
)
def test_the_ledger_is_filtered_by_words_and_facets(database, text, expected):
    found = kept(lines(database).values(), parsed(text))
    assert {line.touchpoint_id for line in found} == expected


def test_what_is_typed_is_completed_from_what_there_is(database):
    found = lines(database).values()
    assert completions("ow", found) == ["owner:"]
    assert completions("dept:con", found) == ["dept:Contact"]


# How it changes


def test_a_name_clears_the_row_and_the_log_says_who_did_it(database):
    saved = save(database, opened(database, "owner", "IVR"), {"accountable": "bob"})
    assert saved.words == "saved who answers for IVR: accountable nobody → B. Ray · Digital"
    line = lines(database)["ivr"]
    assert (line.troubles, line.owners[0].since, line.owners[0].confirmed_at) == ((), TODAY, TODAY)
    assert logged(database)[0] == ("ann", '["ivr","bob","A"]', "", None, "added", None)


def test_a_new_name_is_added_with_its_department(database):
    answers = {"new_name": "N. Okafor", "department": "Field", "why": "new"}
    save(database, opened(database, "owner", "ivr"), answers)
    (owner,) = lines(database)["ivr"].owners
    assert (owner.name, owner.department, owner.kind) == ("N. Okafor", "Field", "person")
    save(database, opened(database, "owner", "bot"), answers | {"new_name": "n. okafor"})
    assert owners(database, "bot") == [owner.party_id], "whoever is known is not added again"


def test_handing_over_has_a_day_and_needs_a_reason(database):
    given = opened(database, "owner", "shop")
    with pytest.raises(FieldError, match="reason"):
        save(database, given, {"accountable": "ann"})
    save(database, given, {"accountable": "ann", "from": "2026-12-01", "why": "moves on"})
    assert owners(database, "shop") == ["bob"], "it is not December yet"
    with database.read() as reader:
        spells = reader.rows(
            "select party_id, since, until from accountability where touchpoint_id = 'shop' order by 1"
        )
    assert spells == [
        ("ann", date(2026, 12, 1), None),
        ("bob", date(2025, 4, 1), date(2026, 11, 30)),
    ]


def test_of_two_owners_one_is_left_and_a_leaver_is_never_offered(database):
    given = opened(database, "owner", "renew")
    assert given.field("accountable").value == "ann;bob"
    assert "cid" not in [choice.value for choice in given.field("accountable").choices]
    save(database, given, {"accountable": "bob", "why": "agreed on 3 Nov"})
    assert owners(database, "renew") == ["bob"]
    released = {"accountable": "", "why": "closed"}
    save(database, opened(database, "owner", "renew"), released)
    assert troubles(lines(database)["renew"]) == ("NO OWNER for 1 day",)


def test_other_roles_are_sets_and_what_others_added_stays(database):
    mine = opened(database, "owner", "ivr")
    assert mine.field("supporting").value == "Digital"
    save(database, opened(database, "owner", "ivr"), {"supporting": "dig; A. Lee"})
    save(database, mine, {"supporting": "", "consulted": "bob", "why": "x"})
    roles = {(one.role, one.party_id) for one in lines(database)["ivr"].parties if one.current}
    assert roles == {("S", "ann"), ("C", "bob")}
    with pytest.raises(FieldError, match="Nobody") as caught:
        save(database, opened(database, "owner", "ivr"), {"informed": "Nobody Known"})
    assert caught.value.field == "informed"


def test_two_sessions_never_overwrite_each_other(database, monkeypatch):
    mine = opened(database, "owner", "ivr")
    monkeypatch.setenv("CJM_USER", "zoe")
    save(database, opened(database, "owner", "ivr"), {"accountable": "dig"})
    monkeypatch.setenv("CJM_USER", "ann")
    with pytest.raises(ConflictError) as caught:
        save(database, mine, {"accountable": "bob"})
    (conflict,) = caught.value.conflicts
    assert (conflict.who, conflict.theirs, conflict.mine) == ("zoe", "dig", "bob")
    assert owners(database, "ivr") == ["dig"]
    save(
        database,
        mine.seen_again(caught.value.conflicts),
        {"accountable": "bob", "why": "I had him asked"},
    )
    assert owners(database, "ivr") == ["bob"]


def test_who_leaves_is_shown_at_once_and_is_handed_over_whole(database):
    save(database, opened(database, "party", "B. Ray"), {"state": "left", "why": "new job"})
    found = lines(database)
    assert "owner_left" in found["shop"].flags
    assert "owner_left" in found["renew"].flags
    with pytest.raises(UsageError, match="reason"):
        owning.hand_over(database, "B. Ray", "A. Lee")
    done = owning.hand_over(database, "B. Ray", "A. Lee", why="new job")
    assert done.touchpoints == ("Web shop", "Renewal call")
    assert owners(database, "shop") == owners(database, "renew") == ["ann"]
    with pytest.raises(UsageError, match="for nothing"):
        owning.hand_over(database, "B. Ray", "A. Lee", why="again")
    with pytest.raises(UsageError, match="has left"):
        owning.hand_over(database, "A. Lee", "B. Ray", why="back")


def test_many_are_confirmed_at_once_and_only_those_that_need_it(database):
    done = owning.confirm(database, ["mail", "shop", "ivr", "bot"], "stand-up")
    assert done.words == "confirmed: 2 touchpoints"
    assert lines(database)["mail"].troubles == ()
    assert {entry[1:3] for entry in logged(database)} == {
        ('["mail","ann","A"]', "confirmed_at"),
        ('["shop","bob","A"]', "confirmed_at"),
    }
    assert owning.confirm(database, ["mail"]).words == "nothing was left to confirm"


def test_one_of_several_is_released_by_name(database):
    done = owning.release(database, "Renewal call", "A. Lee", "accountable", None, "agreed")
    assert done.words == "Renewal call: A. Lee is not accountable from 2026-11-20 on"
    assert owners(database, "renew") == ["bob"]
    with pytest.raises(UsageError, match="Nobody"):
        owning.release(database, "IVR", "", "accountable", None, "x")


def test_whoever_may_only_look_is_told_so(database, monkeypatch):
    before = database.stamp()
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    for change in (
        lambda: owning.confirm(database, ["mail"]),
        lambda: owning.undo(database),
        lambda: owning.hand_over(database, "ann", "bob", why="x"),
    ):
        with pytest.raises(CjmError, match="may look"):
            change()
    assert database.stamp() == before


# Other fingers


def test_changes_by_others_count_until_the_owner_confirms(database, monkeypatch):
    monkeypatch.setenv("CJM_USER", "alee")
    save(database, opened(database, "touchpoint", "mail"), {"good_kpi": "csat"})
    assert not lines(database)["mail"].others, "the owner's own login"
    monkeypatch.setenv("CJM_USER", "zoe")
    save(database, opened(database, "touchpoint", "mail"), {"good_threshold": "80", "why": "mine"})
    line = lines(database)["mail"]
    assert "other_fingers" in line.flags
    assert {(entry.who, entry.field) for entry in line.others} >= {("zoe", "good_threshold")}
    assert "changes by zoe" in troubles(line)[-1]
    owning.confirm(database, ["mail"])
    assert lines(database)["mail"].troubles == ()


def test_a_departments_own_people_are_its_own_fingers_and_imports_are_nobodys(
    database, monkeypatch
):
    monkeypatch.setenv("CJM_USER", "bob")
    save(database, opened(database, "touchpoint", "chat"), {"technology": "New bot"})
    with database.write() as writer:
        writer.log_change("touchpoint", "chat", "name", old="a", new="b", why="import batch 7")
    assert not lines(database)["chat"].others
    monkeypatch.setenv("CJM_USER", "ann")
    save(database, opened(database, "touchpoint", "chat"), {"technology": "Old bot"})
    assert {entry.who for entry in lines(database)["chat"].others} == {"ann"}


def test_what_happens_to_an_action_there_counts_too(database):
    with database.write() as writer:
        writer.execute(
            """
            insert into action (action_id, touchpoint_id, title, state) values ('a', 'shop', 'Do it', 'proposed');
            insert into action_event (action_id, "at", who, event, old, new)
                values ('a', '2026-11-19 10:00', 'zoe', 'state', 'proposed', 'agreed');
            """
        )
    (entry,) = lines(database)["shop"].others
    assert (entry.who, entry.what, entry.new) == ("zoe", "Do it", "agreed")


# Undo


def test_ones_own_last_change_is_taken_back_as_a_new_entry(database):
    before = logged(database)
    save(database, opened(database, "owner", "renew"), {"accountable": "bob", "why": "x"})
    made = len(logged(database))
    owning.undo(database)
    assert owners(database, "renew") == ["ann", "bob"]
    assert len(logged(database)) > made > len(before), "nothing is erased"
    assert logged(database)[-1][-1] == "undone"
    owning.undo(database)
    assert owners(database, "renew") == ["bob"], "and an undo is a change of one's own"


def test_a_new_owner_and_his_name_go_together(database):
    save(database, opened(database, "owner", "ivr"), {"new_name": "N. Okafor"})
    said = owning.undo(database).words
    assert "accountability IVR" in said
    assert owners(database, "ivr") == []
    with database.read() as reader:
        assert reader.rows("select count(*) from party where name = 'N. Okafor'") == [(0,)]


def test_what_others_have_changed_since_is_not_undone(database, monkeypatch):
    save(database, opened(database, "owner", "ivr"), {"accountable": "bob"})
    monkeypatch.setenv("CJM_USER", "zoe")
    with pytest.raises(UsageError, match="zoe has changed nothing"):
        owning.undo(database)
    owning.release(database, "IVR", "", "accountable", TODAY + timedelta(days=3), "closed")
    monkeypatch.setenv("CJM_USER", "ann")
    with pytest.raises(CjmError, match="zoe has changed the same since"):
        owning.undo(database)
    assert owners(database, "ivr") == ["bob"]


# Departments


def test_a_stage_has_one_lead_and_supporters(database, monkeypatch):
    mine = opened(database, "stage_departments", "Get help")
    save(database, mine, {"lead": "Contact", "supporters": "Digital; Field"})
    with database.read() as reader:
        found = department_service.departments(reader, catalog())
    (_, stage) = found.stages
    assert (stage.lead, stage.supporters) == ("Contact", ("Digital", "Field"))
    assert stage.answering == ("Digital", "Contact")
    monkeypatch.setenv("CJM_USER", "zoe")
    with pytest.raises(ConflictError):
        save(database, mine, {"lead": "Digital"})
    with pytest.raises(FieldError, match="leads this stage"):
        save(database, opened(database, "stage_departments", "b/help"), {"supporters": "Contact"})
    again = opened(database, "stage_departments", "b/help")
    save(database, again, {"lead": "Digital", "supporters": "Contact"})
    owning.undo(database)
    with database.read() as reader:
        found = department_service.departments(reader, catalog())
    assert (found.stages[1].lead, found.stages[1].supporters) == ("Contact", ("Digital", "Field"))


def test_which_departments_are_targeted_on_an_outcome(database):
    with database.write() as writer:
        writer.execute(
            """
            insert into objective values ('ann', 'solve it', 'fcr_7d', 75), ('dig', 'be quick', 'aht', 300);
            insert into kpi_target (kpi, touchpoint_id, target) values
                ('repeat_7d', 'shop', 20), ('asa', 'mail', 30), ('csat', null, 80);
            """
        )
    with database.read() as reader:
        found = department_service.departments(reader, catalog())
    of = {line.name: line for line in found.lines}
    assert [one.kpi for one in of["Contact"].outcomes] == ["fcr_7d"]
    assert {(one.kpi, one.source) for one in of["Digital"].objectives} == {
        ("aht", "objective"),
        ("repeat_7d", "Web shop"),
    }
    assert found.covered == 2
    with database.write() as writer:
        writer.execute("delete from kpi_target where kpi = 'repeat_7d'")
    with database.read() as reader:
        assert department_service.departments(reader, catalog()).covered == 1


def aims(database, department):
    with database.read() as reader:
        found = department_service.departments(reader, catalog())
    own = next(line for line in found.lines if line.name == department).objectives
    return {(one.objective_id, one.value, one.target) for one in own if one.objective_id}


def test_an_objective_is_set_changed_ended_and_taken_back(database):
    with database.read() as reader:
        new = form(reader, catalog(), "objective", "", "Digital")
    assert new.field("party_id").value == "dig", "the department's own party"
    with pytest.raises(FieldError, match="never 150"):
        save(database, new, {"kpi": "repeat_7d", "target": "150"})
    saved = save(database, new, {"kpi": "repeat_7d", "target": "15", "value": "no second call"})
    assert "KPI Repeat within 7 days · outcome" in saved.words
    key = '["dig","repeat_7d"]'
    assert aims(database, "Digital") == {(key, "no second call", 15)}
    with pytest.raises(FieldError, match="already"):
        save(database, new, {"kpi": "repeat_7d"})
    old = opened(database, "objective", key)
    with pytest.raises(FieldError, match="never -1"):
        save(database, opened(database, "objective", key), {"target": "-1"})
    save(database, opened(database, "objective", key), {"target": "12"})
    with pytest.raises(ConflictError):
        save(database, old, {"target": "10"})
    save(database, opened(database, "objective", key), {"ended": "yes", "why": "an output now"})
    assert aims(database, "Digital") == set()
    with pytest.raises(UsageError, match="no objective"):
        opened(database, "objective", key)
    owning.undo(database)
    assert aims(database, "Digital") == {(key, "no second call", 12)}
    assert logged(database, "objective")[-1][-1] == "undone"


def test_times_of_the_log_are_the_sites_own(database):
    save(database, opened(database, "touchpoint", "shop"), {"channel": "phone"})
    (entry,) = lines(database)["shop"].others
    assert entry.at == datetime(*NOW.timetuple()[:6])
