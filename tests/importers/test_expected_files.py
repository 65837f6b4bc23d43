"""Files that should arrive: what an import, an undo and the clock make of them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from cjm_tui.config import FixedClock
from cjm_tui.domain.expected_files import ExpectedFile, State
from cjm_tui.errors import UsageError
from cjm_tui.services import expected_files as service
from cjm_tui.services.data_state import data_state
from cjm_tui.services.journey_map import journey_map
from cjm_tui.store.catalog import load_catalog
from cjm_tui.store.database import Database
from tests.importers.conftest import HEADER

TODAY = date(2026, 11, 20)  # a Friday; winter time is UTC
DAY = timedelta(days=1)
IVR = ExpectedFile("interactions", "interactions-ivr*")
PHONE = ExpectedFile("interactions", "interactions-phone*")


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    return load_catalog(personal=tmp_path_factory.mktemp("queries"))


@pytest.fixture
def nights(new_site, catalog):
    return Nights(new_site(catalog))


class Nights:
    """A site whose nights are lived through one by one."""

    def __init__(self, site):
        self.site = site
        self.path = site.database.path

    def clock(self, day, at="08:30"):
        moment = datetime.combine(day, time.fromisoformat(at), UTC)
        self.site.database = Database(self.path, FixedClock(moment), self.site.catalog)
        return self

    def file(self, name, *days, n=12):
        rows = [
            f"{name}{day}-{i},{name}{day}-{i},{name},{day}T{8 + i % 12:02}:00:00,,{name},answered"
            for day in days
            for i in range(n)
        ]
        header = f"{HEADER},ended_at,channel,outcome"
        path = self.site.write(
            f"interactions-{name}-{days[-1]}.csv", "\n".join([header, *rows, ""])
        )
        return self.site.load(path)[0]

    def expect(self, *files, why="it feeds the map"):
        for expected in files:
            service.add(self.site.database, expected, why)

    def states(self, pattern):
        with self.site.database.read() as reader:
            lines = {line.expected.pattern: line for line in service.expected_lines(reader)}
        return {slot.delivery.last_day: slot.state for slot in lines[pattern].slots}

    def lacking(self):
        with self.site.database.read() as reader:
            return data_state(reader).incomplete


def test_a_missing_file_marks_its_touchpoints_until_it_arrives(nights):
    nights.clock(TODAY).expect(IVR, PHONE)
    days = [TODAY - n * DAY for n in range(70, 1, -1)]
    nights.clock(TODAY - DAY).file("ivr", *days)
    nights.file("phone", *days)
    nights.clock(TODAY, "05:00").file("phone", TODAY - DAY)
    assert nights.states("interactions-ivr*")[TODAY - DAY] == State.WAITING
    nights.clock(TODAY, "08:30")
    assert nights.states("interactions-ivr*")[TODAY - DAY] == State.LATE
    assert nights.states("interactions-phone*")[TODAY - DAY] == State.RECEIVED
    (lack,) = nights.lacking()
    assert lack.reason == "Thu 19 Nov lacks interactions-ivr* (due Fri 20 Nov 06:00)"
    assert (lack.day, lack.touchpoints) == (TODAY - DAY, ("ivr",))
    assert flagged(nights) == {"ivr"}
    nights.clock(TODAY, "09:00").file("ivr", TODAY - DAY)
    assert nights.lacking() == ()
    assert flagged(nights) == set()
    assert nights.states("interactions-ivr*")[TODAY - DAY] == State.RECEIVED_LATE


def flagged(nights):
    with nights.site.database.read() as reader:
        board = journey_map(reader, nights.site.catalog, "7d")
    return {
        score.touchpoint_id
        for journey in board.journeys
        for stage in journey.stages
        for score in stage.touchpoints
        if "incomplete" in score.flags
    }


def test_an_undone_batch_is_missing_again(nights):
    nights.clock(TODAY).expect(IVR)
    nights.file("ivr", TODAY - 2 * DAY)
    batch = nights.file("ivr", TODAY - DAY).batch
    assert nights.lacking() == ()
    nights.site.undo(batch)
    assert [lack.day for lack in nights.lacking()] == [TODAY - DAY]


def test_a_source_that_never_came_marks_nothing(nights):
    nights.clock(TODAY).expect(ExpectedFile("feedback", valid_from=TODAY - 9 * DAY), PHONE)
    nights.file("phone", TODAY - DAY)
    assert nights.lacking() == ()
    assert nights.states(None)[TODAY - DAY] == State.LATE


def test_a_refused_file_is_not_received(nights):
    nights.clock(TODAY - DAY).expect(IVR)
    nights.file("ivr", TODAY - 2 * DAY)
    nights.clock(TODAY)
    path = nights.site.write("interactions-ivr-x.csv", f"{HEADER}\n")
    assert nights.site.load(path)[0].status == "refused"
    assert nights.states("interactions-ivr*")[TODAY - DAY] == State.REFUSED
    assert "was refused" in nights.lacking()[0].reason


def test_a_file_that_no_mapping_reads_is_known_by_its_name(nights):
    nights.clock(TODAY - DAY).expect(IVR)
    nights.file("ivr", TODAY - 2 * DAY)
    nights.clock(TODAY).site.load(nights.site.write("interactions-ivr-x.csv", "a,b\n1,2\n"))
    assert nights.states("interactions-ivr*")[TODAY - DAY] == State.REFUSED


def test_the_same_file_again_is_noted_but_receives_nothing(nights):
    nights.clock(TODAY - DAY).expect(IVR)
    nights.file("ivr", TODAY - 2 * DAY)
    nights.clock(TODAY)
    assert nights.file("ivr", TODAY - 2 * DAY).status == "unchanged"
    with nights.site.database.read() as reader:
        (line,) = service.expected_lines(reader)
    assert (line.slots[-1].state, line.slots[-1].again) == (State.LATE, True)


def test_what_is_not_expected_is_not_written_when_it_comes_again(nights):
    nights.clock(TODAY).file("ivr", TODAY - DAY)
    before = nights.site.database.stamp()
    nights.file("ivr", TODAY - DAY)
    assert nights.site.database.stamp() == before


def test_spilt_rows_do_not_stand_for_the_day_before(nights):
    nights.clock(TODAY - 2 * DAY).expect(IVR)
    nights.file("ivr", TODAY - 3 * DAY, n=60)
    header = f"{HEADER},ended_at,channel,outcome"
    rows = [f"s{i},s{i},ivr,{TODAY - DAY}T10:00:00,,ivr,answered" for i in range(60)]
    rows.append(f"late,late,ivr,{TODAY - 2 * DAY}T23:59:00,,ivr,answered")
    path = nights.site.write("interactions-ivr-two.csv", "\n".join([header, *rows, ""]))
    nights.clock(TODAY).site.load(path)
    assert nights.states("interactions-ivr*")[TODAY - 2 * DAY] == State.MISSING


def test_a_schedule_comes_as_a_file_and_goes_with_its_batch(site):
    text = (
        "source,pattern,every,due_at,on_holidays\n"
        "Interactions,interactions-ivr*,Mon; Tue Wed,6:30,no\nfeedback,,weekly,07:00,\n"
        "x,,hourly,06:00,\ny,,daily,late,\nz,,daily,06:00,perhaps\n"
    )
    result = site.load_text(text, "expected_files.csv", allow_bad=100)
    assert (result.accepted, result.quarantined) == (2, 3)
    assert site.rows("select * from expected_file order by source") == [
        ("feedback", None, "weekly", time(7), None, "day before", True, None),
        ("interactions", "interactions-ivr*", "mon;tue;wed", time(6, 30), None, "day before", False, None),
    ]  # fmt: skip
    again = site.load_text(text.replace("weekly", "daily"), "expected_files.csv", allow_bad=100)
    assert again.targets["expected_file"].updated == 1
    site.undo(again.batch)
    site.undo(result.batch)
    assert site.rows("from expected_file") == []


def test_holidays_come_as_a_file(site):
    site.load_text("holiday,name\n2026-12-25,Christmas\n", "holidays.csv")
    assert site.rows("from holiday") == [(date(2026, 12, 25), "Christmas")]


def test_a_change_needs_a_reason_and_is_logged(site):
    with pytest.raises(UsageError, match="reason"):
        service.add(site.database, IVR, " ")
    with pytest.raises(UsageError, match="no mapping"):
        service.add(site.database, ExpectedFile("nothing"), "because")
    assert service.add(site.database, IVR, "it feeds the map")
    assert not service.add(site.database, IVR, "again")
    assert service.add(site.database, ExpectedFile(IVR.source, IVR.pattern, due_at=time(7)), "slow")
    service.remove(site.database, IVR.source, IVR.pattern, "retired")
    with pytest.raises(UsageError, match="not expected"):
        service.remove(site.database, IVR.source, None, "retired")
    log = site.rows(
        "select id, field, old, new, why from change_log where noun = 'expected_file' order by rowid"
    )
    name = '["interactions","interactions-ivr*"]'
    assert log[:2] == [
        (name, "", None, "added", "it feeds the map"),
        (name, "due_at", "06:00:00", "07:00:00", "slow"),
    ]
    assert (name, "due_at", "07:00:00", None, "retired") in log
    assert log[-1] == (name, "", "removed", None, "retired")
