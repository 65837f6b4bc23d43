"""Forms over a real file: what is saved, what is logged, and who may not overwrite whom."""

import os
from datetime import date, timedelta

import pytest

from cjm_tui.config import FixedClock
from cjm_tui.domain.form import ConflictError, FieldError
from cjm_tui.errors import CjmError, UsageError
from cjm_tui.services.edits import NOUNS, form, save
from cjm_tui.services.journey_map import journey_map
from cjm_tui.store.database import Database
from tests.queries.facts import NOW, catalog

TODAY = date(2026, 11, 20)


@pytest.fixture
def database(tmp_path, monkeypatch):
    monkeypatch.setenv("CJM_USER", "ann")
    found = Database.create(tmp_path / "cjm.duckdb", "Europe/London", FixedClock(NOW))
    found.catalog = catalog()
    with found.write() as writer:
        writer.execute(
            """
            insert into journey (journey_id, name, version) values ('b', 'Broadband', 'current');
            insert into stage (stage_id, journey_id, position, name)
                values ('b/join', 'b', 1, 'Join'), ('b/help', 'b', 2, 'Get help');
            insert into touchpoint (touchpoint_id, name, stage_id, good_kpi, good_threshold)
                values ('ivr', 'IVR', 'b/help', 'csat', 75), ('bot', 'bot', null, null, null);
            insert into enabler values ('ivr', 'people', 'Two editors'), ('ivr', 'people', 'One');
            """
        )
    return found


def opened(database, noun, identity="", about=""):
    with database.read() as reader:
        return form(reader, catalog(), noun, identity, about)


def rows(database, sql):
    with database.read() as reader:
        return reader.rows(sql)


def log(database, field):
    return rows(
        database,
        f"select who, noun, id, old, new, why from change_log where field = '{field}' order by rowid",
    )


def test_a_changed_threshold_has_an_author_a_day_and_a_line_in_the_log(database):
    saved = save(
        database, opened(database, "touchpoint", "ivr"), {"good_threshold": "80", "why": "agreed"}
    )
    assert saved.words == "saved IVR: threshold 75 → 80"
    assert rows(
        database,
        "select good_threshold, good_author, good_set_at from touchpoint where touchpoint_id = 'ivr'",
    ) == [(80.0, "ann", TODAY)]
    assert log(database, "good_threshold") == [
        ("ann", "touchpoint", "ivr", "75.0", "80.0", "agreed")
    ]
    assert log(database, "good_author")[0][4] == "ann"


@pytest.mark.parametrize("typed", ["750", "-5", "100.1"])
def test_a_threshold_that_its_kpi_never_has_is_refused_at_its_field(database, typed):
    given = opened(database, "touchpoint", "ivr")
    with pytest.raises(FieldError) as caught:
        save(database, given, {"good_threshold": typed})
    assert caught.value.field == "good_threshold"
    assert f"is never {typed}" in caught.value.message
    assert caught.value.hint == "It lies between 0 and 100."
    with pytest.raises(FieldError):
        save(database, given, {"good_kpi": "ces"})  # of which 75 is no answer
    save(database, given, {"good_kpi": "aht", "good_threshold": "750"})
    assert rows(database, "select good_threshold from touchpoint where name = 'IVR'") == [(750.0,)]


def test_a_threshold_from_before_does_not_stand_in_the_way_of_other_edits(database):
    with database.write() as writer:
        writer.execute("update touchpoint set good_threshold = 750 where touchpoint_id = 'ivr'")
    saved = save(database, opened(database, "touchpoint", "ivr"), {"name": "The IVR"})
    assert saved.words == "saved IVR: name IVR → The IVR"


def test_the_target_of_a_journey_lies_where_its_kpi_does(database):
    given = opened(database, "journey", "b")
    with pytest.raises(FieldError) as caught:
        save(database, given, {"outcome_kpi": "nps", "outcome_target": "-101"})
    assert caught.value.field == "outcome_target"
    saved = save(database, given, {"outcome_kpi": "nps", "outcome_target": "-100"})
    assert "target nothing → -100" in saved.words


def test_saving_what_is_there_already_writes_nothing(database):
    before = database.stamp()
    saved = save(database, opened(database, "touchpoint", "ivr"), {"good_threshold": "75"})
    assert saved.words == "no change"
    assert database.stamp() == before


def test_a_touchpoint_that_is_not_placed_is_placed_on_the_map(database):
    saved = save(database, opened(database, "touchpoint", "bot"), {"stage_id": "Join"})
    assert saved.words == "saved bot: stage not placed → Join"
    with database.read() as reader:
        (journey,) = journey_map(reader, catalog()).journeys
    assert [stage.name for stage in journey.stages] == ["Join", "Get help"]
    assert [score.name for score in journey.stages[0].touchpoints] == ["bot"]


def test_what_somebody_else_changed_meanwhile_is_shown_not_overwritten(database, monkeypatch):
    mine = opened(database, "touchpoint", "ivr")
    monkeypatch.setenv("CJM_USER", "bob")
    save(database, opened(database, "touchpoint", "ivr"), {"good_threshold": "80"})
    monkeypatch.setenv("CJM_USER", "ann")
    with pytest.raises(ConflictError) as caught:
        save(database, mine, {"good_threshold": "85", "name": "The IVR"})
    (conflict,) = caught.value.conflicts
    assert (conflict.who, conflict.seen, conflict.theirs, conflict.mine) == (
        "bob",
        "75",
        "80",
        "85",
    )
    assert conflict.at == NOW.replace(tzinfo=None)  # London has no summer time in November
    assert rows(database, "select name, good_threshold from touchpoint where name = 'IVR'") == [
        ("IVR", 80.0)
    ]
    save(database, mine.seen_again(caught.value.conflicts), {"good_threshold": "85"})
    assert [entry[3:5] for entry in log(database, "good_threshold")] == [
        ("75.0", "80.0"),
        ("80.0", "85.0"),
    ]


def test_two_people_may_change_different_fields_of_one_thing(database):
    mine = opened(database, "touchpoint", "ivr")
    save(database, opened(database, "touchpoint", "ivr"), {"name": "The IVR"})
    save(database, mine, {"channel": "ivr", "people": "One; Three"})
    assert rows(database, "select name, channel from touchpoint where touchpoint_id = 'ivr'") == [
        ("The IVR", "ivr")
    ]


def test_enablers_are_a_set_and_what_others_added_stays(database):
    mine = opened(database, "touchpoint", "ivr")
    assert mine.field("people").value == "One; Two editors"
    save(database, opened(database, "touchpoint", "ivr"), {"people": "One; Two editors; Theirs"})
    save(database, mine, {"people": "One; Mine"})
    assert rows(database, "select item from enabler order by item") == [
        ("Mine",),
        ("One",),
        ("Theirs",),
    ]
    assert [entry[2:5] for entry in log(database, "")] == [
        ('["ivr","people","Theirs"]', None, "added"),
        ('["ivr","people","Two editors"]', "removed", None),
        ('["ivr","people","Mine"]', None, "added"),
    ]


def test_new_things_get_ids_of_their_names_and_never_another_ones(database):
    stage = save(
        database, opened(database, "stage", about="b"), {"name": "Get help", "position": "3"}
    )
    assert stage.identity == "b/get-help"
    again = save(database, opened(database, "stage", about="b"), {"name": "Get Help"})
    assert again.identity == "b/get-help-2"
    new = save(
        database,
        opened(database, "touchpoint", about=stage.identity),
        {"name": "Chat", "good_kpi": "csat"},
    )
    assert rows(
        database,
        f"select stage_id, good_author from touchpoint where touchpoint_id = '{new.identity}'",
    ) == [("b/get-help", "ann")]
    journey = save(
        database, opened(database, "journey"), {"name": "Leave", "review_due": "2027-01-31"}
    )
    assert rows(
        database, f"select version, review_due from journey where journey_id = '{journey.identity}'"
    ) == [("current", date(2027, 1, 31))]


@pytest.mark.parametrize("noun", ["stage", "touchpoint", "journey"])
def test_a_new_thing_needs_a_name(database, noun):
    with pytest.raises(FieldError) as caught:
        save(database, opened(database, noun, about="b/join"), {})
    assert caught.value.field == "name"


def test_days_are_noted_for_one_touchpoint_or_everywhere(database):
    new = opened(database, "annotation", about="ivr")
    answers = {
        "kind": "outage",
        "first_day": "2026-11-03",
        "last_day": "2026-11-04",
        "note": "down",
    }
    save(database, new, answers)
    save(database, new, answers | {"touchpoint_id": "", "note": "all down"})
    assert rows(
        database,
        "select annotation_id, touchpoint_id, kind, first_day, last_day, note, who from annotation",
    ) == [
        ("note-2026-11-03", "ivr", "outage", date(2026, 11, 3), date(2026, 11, 4), "down", "ann"),
        ("note-2026-11-03-2", None, "outage", date(2026, 11, 3), date(2026, 11, 4), "all down", "ann"),
    ]  # fmt: skip
    with database.read() as reader:
        left_out = reader.query("excluded_days", first=date(2026, 11, 1), last=TODAY)
    assert (date(2026, 11, 4), "ivr", "incident") in left_out
    save(database, opened(database, "annotation", "note-2026-11-03"), {"last_day": "2026-11-05"})
    assert log(database, "last_day")[-1][3:5] == ("2026-11-04", "2026-11-05")


def test_a_holiday_is_one_everywhere(database):
    new = opened(database, "annotation", about="ivr")
    answers = {
        "kind": "holiday",
        "first_day": "2026-12-25",
        "last_day": "2026-12-26",
        "note": "Xmas",
    }
    with pytest.raises(FieldError, match="everywhere"):
        save(database, new, answers)
    for _ in range(2):
        save(database, new, answers | {"touchpoint_id": "everywhere"})
    assert rows(database, "select day, name from holiday order by day") == [
        (date(2026, 12, 25), "Xmas"),
        (date(2026, 12, 26), "Xmas"),
    ]


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"kind": "outage", "note": "x", "last_day": "2020-01-01"}, "last_day"),
        ({"kind": "outage", "note": "x", "first_day": "2020-01-01"}, "last_day"),
        ({"kind": "outage"}, "note"),
        ({"note": "x"}, "kind"),
    ],
)
def test_a_note_that_will_not_do_names_its_field(database, answers, field):
    with pytest.raises(FieldError) as caught:
        save(database, opened(database, "annotation"), answers)
    assert caught.value.field == field


def test_whoever_may_only_look_is_told_so_and_nothing_is_written(database, monkeypatch):
    given = opened(database, "touchpoint", "ivr")
    before = database.stamp()
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)  # root may write anywhere
    with pytest.raises(CjmError, match="may look") as caught:
        save(database, given, {"good_threshold": "80"})
    assert str(database.path) in caught.value.message
    assert database.stamp() == before


@pytest.mark.parametrize("noun", sorted(set(NOUNS) - {"rebase"}))
def test_what_is_not_there_is_said(database, noun):
    with pytest.raises(UsageError, match="no"):
        opened(database, noun, "nowhere")


def test_what_has_gone_since_the_form_was_opened_is_said(database):
    given = opened(database, "touchpoint", "bot")
    with database.write() as writer:
        writer.execute("delete from touchpoint where touchpoint_id = 'bot'")
    with pytest.raises(UsageError, match="any more"):
        save(database, given, {"name": "Bot"})


# Limits that begin anew


@pytest.fixture
def fallen(database):
    """A touchpoint whose satisfaction fell for good on 3 November."""
    with database.write() as writer:
        writer.execute(
            """
            insert into feedback (feedback_id, touchpoint_id, "at", local_at, instrument, score)
            select d || '-' || i, 'ivr', day, day, 'csat',
                case when i <= case when day < '2026-11-03' then 40 + d % 3 else 20 + d % 3 end
                    then 5 else 1 end
            from (
                select d, timestamp '2026-07-01 12:00:00' + d * interval 1 day as day
                from range(142) as t (d)
            ) cross join range(50) as u (i)
            """
        )
        from cjm_tui.store.rollup import refresh

        refresh(writer, catalog(), None)
    return database


def test_limits_begin_anew_with_the_first_day_of_the_open_signal(fallen):
    given = opened(fallen, "rebase", about="IVR")
    assert given.field("kpi").value == "csat"
    proposed = date.fromisoformat(given.field("from_day").value)
    assert date(2026, 11, 3) <= proposed <= date(2026, 11, 5)
    with pytest.raises(FieldError, match="why"):
        save(fallen, given, {"from_day": "2026-11-03"})
    save(fallen, given, {"from_day": "2026-11-03", "why": "a new menu for good"})
    assert rows(fallen, "select kpi, touchpoint_id, from_day, who, why from rebase") == [
        ("csat", "ivr", date(2026, 11, 3), "ann", "a new menu for good")
    ]
    with fallen.read() as reader:
        (journey,) = journey_map(reader, catalog()).journeys
    change = journey.stages[1].touchpoints[0].change
    assert change.signal == "no_history"  # 17 of 56 days: the new limits are not known yet
    assert change.history_days == (TODAY - timedelta(days=1) - date(2026, 11, 2)).days


def test_limits_begun_as_the_form_proposes_are_said_to_be_saved(fallen):
    saved = save(fallen, opened(fallen, "rebase", about="IVR"), {"why": "a new menu for good"})
    assert saved.words == "saved the limits of IVR, as proposed"
    assert rows(fallen, "select count(*) from rebase") == [(1,)]


def test_limits_do_not_begin_in_the_future(fallen):
    with pytest.raises(FieldError) as caught:
        save(fallen, opened(fallen, "rebase", about="ivr"), {"from_day": "2027-01-01", "why": "x"})
    assert caught.value.field == "from_day"
