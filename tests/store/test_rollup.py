"""The roll-up: equal to counting the rows, whatever changed and in whatever order."""

import threading
import time as time_of
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_tui import __version__
from cjm_tui.config import FixedClock
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.errors import BusyError, CjmError, QueryCancelledError
from cjm_tui.services.current import open_current
from cjm_tui.store import rollup
from cjm_tui.store.catalog import Catalog, definition_hash
from cjm_tui.store.database import Database
from cjm_tui.store.settings import change
from tests.queries.facts import OFFSET, Facts, catalog
from tests.queries.test_repeats import contacts, fill

MONDAY = date(2026, 11, 2)
NINE = datetime.combine(MONDAY, time(9))
DAY = timedelta(days=1)


@pytest.fixture
def facts():
    return Facts()


def counted(facts):
    """Return kpi_day as it must be, from the rows of each KPI and from `measure`."""
    days = defaultdict(lambda: [0, 0.0, 0.0, 0, 0, 0.0])
    for query in facts.catalog.kpi_queries:
        nps = query.kpi.measure == "nps"
        for row in facts.denominator(query.name):
            sums, value = (
                days[query.name, row["touchpoint_id"], row["local_at"].date()],
                row["value"],
            )
            weight = row.get("weight", 0.0)
            more = (1, value, value * value, nps and value >= 9, nps and value <= 6, weight)
            for place, amount in enumerate(more):
                sums[place] += amount
    columns = 'kpi, touchpoint_id, "day", n, "sum", sum_sq, promoters, detractors, weight'
    for kpi, touchpoint, day, *sums in facts.writer.rows(f"select {columns} from measure"):
        if kpi in facts.catalog.kpis:
            for place, amount in enumerate(sums):
                days[kpi, touchpoint, day][place] += amount or 0
    return sorted((*key, *sums) for key, sums in days.items())


def assert_same(found, expected):
    assert [row[:4] for row in found] == [row[:4] for row in expected]
    for left, right in zip(found, expected, strict=True):
        assert left[3:] == pytest.approx(right[3:], abs=1e-9), left[:3]


def test_a_day_holds_what_every_interval_needs(facts):
    for score in (10, 9, 7, 6, 0):
        facts.feedback("shop", NINE, "nps", score)
    for seconds in (100, 300):
        facts.leg("c", "line", NINE, outcome="answered", handle_s=seconds)
    rollup.refresh(facts.writer, facts.catalog, None)
    found = {row[0]: row[1:] for row in facts.rollup()}
    assert found["nps"] == ("shop", MONDAY, 5, 32.0, 266.0, 2, 2, 0.0)
    assert found["aht"] == ("line", MONDAY, 2, 400.0, 100_000.0, 0, 0, 0.0)
    assert found["service_level"] == ("line", MONDAY, 2, 2.0, 2.0, 0, 0, 0.0)


def test_daily_totals_join_what_was_counted(facts):
    facts.feedback("shop", NINE, "csat", 5)
    totals = {"touchpoint_id": "shop", "day": MONDAY, "n": 10, "sum": 4.0}
    facts.insert("measure", [{"kpi": "csat", **totals}, {"kpi": "unheard_of", **totals}])
    totals = {"touchpoint_id": "web", "day": MONDAY - 40 * DAY, "n": 8, "promoters": 3}
    facts.insert("measure", [{"kpi": "nps", "detractors": 2, **totals}])
    for _ in range(2):
        rollup.refresh(facts.writer, facts.catalog, [MONDAY, MONDAY - 40 * DAY])
        assert facts.rollup() == [
            ("csat", "shop", MONDAY, 11, 5.0, 5.0, 0, 0, 0.0),
            ("nps", "web", MONDAY - 40 * DAY, 8, 0.0, 0.0, 3, 2, 0.0),
        ]


def test_a_fact_without_a_touchpoint_is_left_out(facts):
    facts.leg("c", None, NINE, outcome="answered")
    rollup.refresh(facts.writer, facts.catalog, None)
    assert facts.rollup() == []


def test_a_repeat_changes_the_days_before_it(facts):
    for ahead in (0, 7, 8):
        facts.contact("ann", NINE + ahead * DAY, NINE + ahead * DAY + timedelta(hours=1))
    facts.writer.execute("delete from contact where local_at > ?", [NINE + DAY])
    rollup.refresh(facts.writer, facts.catalog, None)
    facts.contact("ann", NINE + 7 * DAY + timedelta(hours=1))
    rollup.refresh(facts.writer, facts.catalog, [MONDAY + 7 * DAY])
    assert_same(facts.rollup(), counted(facts))
    assert ("repeat_7d", "line", MONDAY, 1, 1.0, 1.0, 0, 0, 0.0) in facts.rollup()


def test_a_later_leg_of_a_long_contact_changes_its_first_day(facts):
    case = facts.contact("ann", NINE, NINE + timedelta(hours=1))
    facts.contact("ann", NINE + 2 * DAY)
    rollup.refresh(facts.writer, facts.catalog, None)
    assert ("repeat_7d", "line", MONDAY, 1, 1.0, 1.0, 0, 0, 0.0) in facts.rollup()
    facts.leg(case, "line", NINE + 30 * DAY)
    ended = NINE + 30 * DAY - OFFSET
    facts.writer.execute("update contact set ended_at = ? where contact_id = ?", [ended, case])
    rollup.refresh(facts.writer, facts.catalog, [MONDAY, MONDAY + 30 * DAY])
    assert ("repeat_7d", "line", MONDAY, 1, 0.0, 0.0, 0, 0, 0.0) in facts.rollup()
    assert_same(facts.rollup(), counted(facts))


@pytest.mark.parametrize("days_later", [21, 27])
def test_a_repeat_changes_the_first_day_of_a_contact_that_ended_long_after(facts, days_later):
    case = facts.contact("ann", NINE, NINE + 20 * DAY)
    facts.leg(case, "shop", NINE + 10 * DAY)
    rollup.refresh(facts.writer, facts.catalog, None)
    facts.contact("ann", NINE + days_later * DAY)
    rollup.refresh(facts.writer, facts.catalog, [MONDAY + days_later * DAY])
    assert ("repeat_7d", "line", MONDAY, 1, 1.0, 1.0, 0, 0, 0.0) in facts.rollup()
    assert_same(facts.rollup(), counted(facts))


def test_a_leg_that_comes_late_becomes_the_first_at_its_touchpoint(facts):
    case = facts.contact("ann", NINE, NINE + 20 * DAY, legs=("shop",))
    facts.leg(case, "line", NINE + 20 * DAY)
    rollup.refresh(facts.writer, facts.catalog, None)
    facts.leg(case, "line", NINE + 9 * DAY)
    rollup.refresh(facts.writer, facts.catalog, [MONDAY + 9 * DAY])
    assert_same(facts.rollup(), counted(facts))
    assert {row[2] for row in facts.rollup() if row[1] == "line"} == {MONDAY + 9 * DAY}


def test_only_what_reads_the_changed_tables_is_computed(facts):
    rollup.refresh(facts.writer, facts.catalog, None)
    facts.feedback("shop", NINE, "csat", 5)
    facts.contact("ann", NINE, outcome="answered")
    names = {"feedback": {"csat"}, "interaction": {"csat", "asa", "fcr_7d"}, "contact": {"fcr_7d"}}
    for table, expected in names.items():
        rollup.refresh(facts.writer, facts.catalog, [MONDAY], tables=[table])
        assert expected <= {row[0] for row in facts.rollup()}
        if table == "feedback":
            assert len(facts.rollup()) == 1
    rollup.refresh(facts.writer, facts.catalog, [MONDAY], tables=["interaction_event"])
    assert_same(facts.rollup(), counted(facts))
    facts.insert("measure", [{"kpi": "asa", "touchpoint_id": "line", "day": MONDAY, "n": 4}])
    rollup.refresh(facts.writer, facts.catalog, [MONDAY], tables=["measure"])
    assert_same(facts.rollup(), counted(facts))


def test_a_cost_rate_that_comes_later_counts_on_all_days_from_its_own(facts):
    for day in range(3):
        facts.contact(
            "ann", NINE + day * DAY, NINE + day * DAY + timedelta(minutes=2), channel="chat"
        )
    rollup.refresh(facts.writer, facts.catalog, None)
    rate = {"channel": "chat", "valid_from": MONDAY + DAY, "per_contact": 2.0, "per_minute": 0.5}
    facts.insert("cost_rate", [rate])
    rollup.refresh(facts.writer, facts.catalog, [MONDAY + DAY], {"cost_rate"})
    sums = 'select "day", "sum" from kpi_day where kpi = \'cost_per_contact\' order by all'
    # Two minutes at 0.5 and 2 for the contact: 3 each, from the rate's first day on.
    assert facts.writer.rows(sums) == [(MONDAY + DAY, 3.0), (MONDAY + 2 * DAY, 3.0)]
    facts.writer.execute("delete from cost_rate")
    rollup.refresh(facts.writer, facts.catalog, [MONDAY + DAY])  # as an undo does
    assert facts.writer.rows(sums) == []


def test_another_definition_is_rebuilt_whole_and_recorded(facts):
    facts.leg("c", "line", NINE, outcome="answered", wait_s=25)
    rollup.refresh(facts.writer, facts.catalog, [MONDAY])
    assert rollup.stale(facts.writer, facts.catalog) == ()
    change(facts.writer, "service_level_s", "30", "the board said so")
    outdated = rollup.stale(facts.writer, facts.catalog)
    assert outdated == tuple(k for k in facts.catalog.kpis if k.startswith("service_level"))
    rollup.refresh(facts.writer, facts.catalog, [])
    assert rollup.stale(facts.writer, facts.catalog) == ()
    values = {row[0]: row[4] for row in facts.rollup()}
    assert values["service_level"] == 1.0
    history = facts.writer.rows(
        "select sql_hash, class, title, who, \"sql\" like '%service_level_s%' from kpi_definition "
        "where kpi = 'service_level' order by rowid"
    )
    (before, *_), (after, kpi_class, title, who, has_sql) = history
    query = facts.catalog.get("service_level")
    assert before != after == definition_hash(query, facts.writer.settings)
    assert (kpi_class, title, has_sql) == ("output", "Service level", True)
    assert who == f"{facts.writer.who}, cjm {__version__}"
    current = facts.writer.rows("select distinct sql_hash from kpi_day where kpi = 'service_level'")
    assert current == [(after,)]


def test_a_return_to_an_earlier_definition_is_one_more_line_of_its_history(facts):
    for seconds in ("20", "30", "20"):
        if facts.writer.settings.service_level_s != int(seconds):
            change(facts.writer, "service_level_s", seconds, "trying")
        rollup.refresh(facts.writer, facts.catalog, [])
        assert rollup.stale(facts.writer, facts.catalog) == ()
    ((lines,),) = facts.writer.rows(
        "select count(*) from kpi_definition where kpi = 'service_level'"
    )
    assert lines == 3


def test_bring_current_writes_once_and_then_no_more(tmp_path):
    clock = FixedClock(datetime(2026, 11, 20, tzinfo=UTC))
    database = Database.create(tmp_path / "cjm.duckdb", "Europe/London", clock)
    database.catalog = catalog()
    names = tuple(query.name for query in catalog().kpi_queries)
    assert rollup.bring_current(database, catalog()) == names
    before = database.stamp()
    assert rollup.bring_current(database, catalog()) == ()
    assert database.stamp() == before


def as_if_by(database, version):
    """Let another version have recorded another definition of the KPI asa."""
    with database.write() as writer:
        writer.execute("update kpi_definition set sql_hash = 'other', who = ? where kpi = 'asa'", [
            f"ann, cjm {version}"
        ])  # fmt: skip


@pytest.fixture
def current(tmp_path):
    clock = FixedClock(datetime(2026, 11, 20, tzinfo=UTC))
    database = Database.create(tmp_path / "cjm.duckdb", "Europe/London", clock)
    database.catalog = catalog()
    rollup.bring_current(database, catalog())
    return database


def test_a_reader_leaves_the_definitions_of_a_newer_program_alone(current):
    as_if_by(current, "99.0")
    before = current.stamp()
    with pytest.raises(CjmError, match="ann, cjm 99"), open_current(current, catalog()):
        pass
    assert current.stamp() == before


def test_a_reader_brings_the_definitions_of_an_older_program_up_to_date(current):
    as_if_by(current, "0.0.9")
    with open_current(current, catalog()) as reader:
        assert rollup.stale(reader, catalog()) == ()


def test_a_screen_never_waits_for_a_rebuild(current):
    """While somebody else reads, nobody may write: the tick is dropped at once."""
    as_if_by(current, "0.0.9")
    reading, done = threading.Event(), threading.Event()

    def read():
        with current.read():
            reading.set()
            done.wait(20)

    thread = threading.Thread(target=read)
    thread.start()
    reading.wait(10)
    began = time_of.monotonic()
    try:
        with pytest.raises(BusyError), open_current(current, catalog(), wait=0.0):
            pass
    finally:
        waited = time_of.monotonic() - began
        done.set()
        thread.join()
    assert waited < 3


def test_a_rebuild_that_takes_long_says_so_and_a_quick_one_does_not(current, monkeypatch):
    said = threading.Event()
    as_if_by(current, "0.0.9")
    with open_current(current, catalog(), long=said.set):
        assert not said.is_set()
    rebuild = rollup._rebuild

    def slow(*given):
        assert said.wait(10)
        rebuild(*given)

    monkeypatch.setattr(rollup, "_rebuild", slow)
    monkeypatch.setattr("cjm_tui.services.current._LONG_S", 0.01)
    as_if_by(current, "0.0.8")
    with open_current(current, catalog(), long=said.set) as reader:
        assert rollup.stale(reader, catalog()) == ()


def test_a_rebuild_that_nobody_waits_for_is_stopped_and_changes_nothing(current, monkeypatch):
    as_if_by(current, "0.0.9")
    query = Cancellation()
    rebuild = rollup._rebuild

    def leave(writer, stored, queries):
        query.cancel()
        rebuild(writer, stored, queries)

    monkeypatch.setattr(rollup, "_rebuild", leave)
    with pytest.raises(QueryCancelledError), open_current(current, catalog(), query=query):
        pass
    monkeypatch.undo()
    with current.read() as reader:
        assert rollup.stale(reader, catalog()) == ("asa",)


def test_a_kpi_may_end_with_a_comment(facts):
    query = facts.catalog.get("asa")
    said = type(query)(**{**vars(query), "own_sql": f"{query.own_sql}\n-- that is all"})
    facts.leg("c", "line", NINE, outcome="answered", wait_s=5)
    rollup.refresh(facts.writer, Catalog({"asa": said}), None)
    assert [row[:2] for row in facts.rollup()] == [("asa", "line")]


def test_a_users_own_kpi_never_enters_the_roll_up(facts, tmp_path):
    query = facts.catalog.get("asa")
    own = type(query)(**{**vars(query), "name": "mine", "origin": "yours"})
    mixed = Catalog({"asa": query, "mine": own})
    facts.leg("c", "line", NINE, outcome="answered")
    rollup.refresh(facts.writer, mixed, None)
    assert [row[0] for row in facts.rollup()] == ["asa"]


@settings(max_examples=10, deadline=None)
@given(drawn=contacts, batches=st.lists(st.integers(0, 3), min_size=12, max_size=12))
def test_batches_in_any_order_equal_counting_everything(drawn, batches):
    facts = Facts()
    rows, legs = fill(facts, drawn)
    for table in ("contact", "interaction"):
        facts.writer.execute(f"delete from {table}")
    number = {row["contact_id"]: place for place, row in enumerate(rows)}
    for batch in range(4):
        facts.insert("contact", [r for r in rows if batches[number[r["contact_id"]]] == batch])
        new = [leg for leg in legs if batches[number[leg["contact_id"]]] == batch]
        facts.insert("interaction", new)
        days = {leg["local_at"].date() for leg in new} | {
            r["local_at"].date() for r in rows if batches[number[r["contact_id"]]] == batch
        }
        rollup.refresh(facts.writer, facts.catalog, days)
        assert_same(facts.rollup(), counted(facts))


@settings(max_examples=10, deadline=None)
@given(drawn=contacts, gone=st.sets(st.integers(0, 11)))
def test_taking_contacts_away_leaves_what_is_left(drawn, gone):
    facts = Facts()
    rows, legs = fill(facts, drawn)
    rollup.refresh(facts.writer, facts.catalog, None)
    ids = [f"c{place}" for place in gone]
    for table in ("contact", "interaction"):
        facts.writer.execute(
            f"delete from {table} where list_contains($ids, contact_id)", {"ids": ids}
        )
    days = {fact["local_at"].date() for fact in (*rows, *legs) if fact["contact_id"] in ids}
    rollup.refresh(facts.writer, facts.catalog, days)
    assert_same(facts.rollup(), counted(facts))
    once = facts.rollup()
    rollup.refresh(facts.writer, facts.catalog, sorted(days, reverse=True))
    assert facts.rollup() == once
