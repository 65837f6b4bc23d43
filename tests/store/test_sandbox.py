import json
import os
import signal
import threading
import time
from datetime import UTC, datetime

import pytest

from cjm_tui.config import SystemClock
from cjm_tui.errors import (
    BusyError,
    CjmError,
    Place,
    QueryCancelledError,
    QueryError,
    QueryTimeoutError,
)
from cjm_tui.store import sandbox_protocol
from cjm_tui.store.database import Database
from cjm_tui.store.sandbox import Query, run_sql

ENDLESS = "select count(*) from range(10000000) as a, range(10000000) as b"


def test_rows_come_with_names_types_and_whether_they_are_all(database):
    result = run_sql(database, "select range as n, 'x' || range as t from range(5) order by n")
    assert result.columns == ("n", "t")
    assert result.types == ("BIGINT", "VARCHAR")
    assert result.table.to_pylist()[4] == {"n": 4, "t": "x4"}
    assert not result.cut


@pytest.mark.parametrize(("limit", "rows", "cut"), [(4, 4, True), (5, 5, False), (None, 5, False)])
def test_the_limit_says_whether_there_are_more(database, limit, rows, cut):
    result = run_sql(database, "select * from range(5)", limit=limit)
    assert (result.table.num_rows, result.cut) == (rows, cut)


def test_parameters_are_bound_by_name_and_times_are_utc(database):
    moment = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    result = run_sql(database, "select $a + 1 as a, $t as t", {"a": 1, "t": moment})
    assert result.table.to_pylist() == [{"a": 2, "t": datetime(2026, 11, 20, 8, 30)}]


@pytest.mark.parametrize(
    ("sql", "params", "said"),
    [
        ("select '\udcff'", {}, "The SQL holds bytes that are not UTF-8"),
        ("select $a", {"a": "\udcff"}, "A parameter holds bytes that are not UTF-8"),
        ("select $a", {"a": ["b", "\udcff"]}, "A parameter holds bytes that are not UTF-8"),
    ],
)
def test_broken_text_is_said_to_be_that(database, sql, params, said):
    with pytest.raises(QueryError, match=said):
        run_sql(database, sql, params)


READS = [
    "from holiday",
    "select 1;",
    "select ';' as a; -- and; more",
    "/* first */ select 1 /* last */;;",
    "with a as (select 1 as b) select * from a",
    "values (1), (2)",
    "describe contact",
    "show tables",
    "summarize holiday",
    "pivot (select 'a' as k, 1 as v) on k using sum(v)",
    "explain select 1",
    "select 1 as a, 2 as a",
    "create temp table t as select 1 as a; create temp macro m(x) as x + 1; select m(a) from t",
    "select sum(range), uuid(), [1], {'a': 1}, 1.5::decimal(5, 2) from range(3)",
]
REFUSED = {
    "": "no statement",
    "-- nothing": "no statement",
    "select 1; select 2": "Only the last of several",
    "create table t as select 1; from t": "may only read",
    "create temp table t as from read_csv('/etc/passwd'); from t": "may not read or write files",
    "create temp table t as select 1;\nselect 1, nam from t": "line 2, column 11: Referenced",
    "insert into holiday (day) values ('2026-01-01')": "INSERT is refused",
    "copy (select 1) to 'x'": "COPY is refused",
    "set threads = 4": "SET is refused",
    "drop table holiday": "DROP is refused",
    "attach 'x'": "ATTACH is refused",
    "pragma database_list": "PRAGMA is refused",
    "from read_csv('/etc/passwd')": "may not read or write files",
    "select content from read_text('/etc/passwd')": "may not read or write files",
    "with x as (delete from holiday returning *) from x": "may only read",
    "with x as (copy (select 1) to 'x') from x": "may only read",
    "select 1) as x; select * from (select 2": "syntax error",
    "select 1) union all (select 2": "syntax error",
    "selec 1": "line 1, column 1: syntax error",
    "select 1,\n  nam from holiday": "line 2, column 3: Referenced column",
    "select 'é', nam from holiday": "line 1, column 13: ",
    "select $a": "following parameters: a",
    "select cast('a' as int)": "line 1, column 8: Could not convert",
}


@pytest.fixture
def answers(database, spawn):
    """What the child answers to each statement; one process for all, since starting one is dear."""
    process = spawn(
        """
        import dataclasses, json, os, sys
        from pathlib import Path
        from cjm_tui.store.sandbox_child import run
        from cjm_tui.store.sandbox_protocol import Job
        class Writer:
            def begin(self, start):
                self.types = start.types
            def rows(self, batch):
                pass
        for sql in json.loads(sys.stdin.readline()):
            writer = Writer()
            header = run(Job(Path(sys.argv[1]), sql, {}, 10, 30.0, 1.0, os.getppid()), writer)
            found = dataclasses.asdict(header) | {"types": getattr(writer, "types", [])}
            print(json.dumps(found), flush=True)
        """,
        database.path,
    )

    def ask(statements):
        process.stdin.write(json.dumps(statements) + "\n")
        process.stdin.flush()
        return {sql: json.loads(process.stdout.readline()) for sql in statements}

    return ask


def test_what_reads_is_run(answers):
    said = answers(READS)
    assert {sql: header["error"] for sql, header in said.items() if header["error"]} == {}
    assert all(header["types"] for header in said.values())


def test_what_does_not_is_refused_in_plain_words(answers, database):
    said = {sql: header["error"] + header["hint"] for sql, header in answers(list(REFUSED)).items()}
    assert {sql: said[sql] for sql, wanted in REFUSED.items() if wanted not in said[sql]} == {}
    assert "write a result with x" in said["copy (select 1) to 'x'"].lower()
    for internal in (str(database.path.parent), "Traceback", "exception_message", ".py"):
        assert [sql for sql, text in said.items() if internal in text] == []


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("drop table holiday", "DROP is refused"),
        ("select repeat('x', 1500000000)", "more memory"),
    ],
)
def test_a_refusal_has_its_exit_code(database, sql, said):
    with pytest.raises(QueryError, match=said) as caught:
        run_sql(database, sql, limit=None)
    assert caught.value.exit_code == 6


def test_the_first_rows_come_while_the_rest_is_under_way(database):
    first = []
    result = run_sql(database, "select * from range(300000)", limit=None, on_rows=first.append)
    assert len(first) == 1
    assert first[0].cut
    assert 0 < first[0].table.num_rows < result.table.num_rows == 300_000
    assert first[0].columns == result.columns


def test_rows_that_could_not_be_held_begin_anew_as_text(database):
    sql = "select date '2026-01-01' + (n * 30)::integer as d from range(120000) as r(n) order by n"
    result = run_sql(database, sql, limit=None)
    values = result.table.column(0)
    assert (values[0].as_py(), values.type) == ("2026-01-01", "string")
    assert len(values) == 120_000


def test_a_cut_answer_says_how_many_rows_there_are(database):
    assert run_sql(database, "from range(31877)", limit=10).total == 31_877
    assert run_sql(database, "from range(10)", limit=10).total == 10
    uncounted = "from range(100000000) as a, range(1000) as b where a.range % 7 = b.range % 5"
    result = run_sql(database, uncounted, limit=10)
    assert (result.cut, result.total, result.table.num_rows) == (True, None, 10)


def test_an_answer_is_cut_by_its_bytes_too(database):
    wide = "select repeat('x', 1000) as x from range(100000)"
    result = Query(database, wide, limit=1_000_000, most_bytes=5_000_000).run()
    assert (result.cut, result.total) == (True, 100_000)
    assert 5_000_000 <= result.table.nbytes < 30_000_000


def test_what_is_temporary_lives_for_one_run_only(database):
    made = "create temp table t as select $n as n; select n + $m as sum from t"
    result = run_sql(database, made, {"n": 40, "m": 2})
    assert result.table.to_pylist() == [{"sum": 42}]
    with pytest.raises(QueryError, match="t does not exist"):
        run_sql(database, "from t")


def test_the_place_of_an_error_is_that_in_the_whole_text(database):
    with pytest.raises(QueryError) as caught:
        run_sql(
            database, "create temp table t as select 1 as a;\n-- é\nselect a,\n  missing from t"
        )
    assert caught.value.place == Place(4, 3)


def test_a_misspelt_name_comes_with_advice(database):
    with pytest.raises(QueryError) as caught:
        run_sql(database, "from holidays")
    assert "holiday" in caught.value.hint


def test_the_users_own_variables_are_no_tables(database):
    my_rows = [{"a": 1}]
    with pytest.raises(QueryError, match="my_rows does not exist"):
        run_sql(database, "from my_rows")
    assert my_rows


def test_a_query_that_is_too_slow_is_stopped(database):
    started = time.monotonic()
    with pytest.raises(QueryTimeoutError, match=r"ran for 0\.5 s") as caught:
        run_sql(database, ENDLESS, timeout=0.5)
    assert time.monotonic() - started < 5
    assert caught.value.exit_code == 7


def test_a_cancelled_query_ends_within_a_second_and_leaves_no_process(
    database, until, record_property
):
    query = Query(database, ENDLESS)
    raised = []

    def run():
        try:
            query.run()
        except QueryCancelledError as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    until(lambda: _reading(database))
    child = query._child
    started = time.monotonic()
    query.cancel()
    thread.join(5)
    took = time.monotonic() - started
    record_property("cancel_s", took)
    assert raised
    assert took < 2
    assert child.returncode is not None
    with pytest.raises(QueryCancelledError):
        query.run()


def test_a_child_that_is_killed_is_an_error_and_no_hang(database, until):
    query = Query(database, ENDLESS)
    raised = []

    def run():
        try:
            query.run()
        except QueryError as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    until(lambda: _reading(database))
    os.kill(query._child.pid, signal.SIGKILL)
    thread.join(5)
    assert "killed" in raised[0].message


def test_no_database_and_a_busy_one_are_said(database, tmp_path):
    with pytest.raises(CjmError, match="no database"):
        run_sql(Database(tmp_path / "none", SystemClock()), "select 1")
    with database.write(), pytest.raises(BusyError, match=f"PID {os.getpid()}"):
        run_sql(database, "select 1", wait=0.1)


def test_long_queries_give_way_to_a_writer(database, until, record_property):
    """Two queries of half a minute; a writer comes; both end, and say why."""
    raised = []

    def ask():
        try:
            run_sql(database, ENDLESS, timeout=30)
        except QueryError as error:
            raised.append(error.message)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    waits = []
    while any(thread.is_alive() for thread in threads):
        until(lambda: _reading(database) or not any(thread.is_alive() for thread in threads))
        asked = time.monotonic()
        with database.write() as writer:
            waits.append(time.monotonic() - asked)
            writer.execute("delete from holiday")
    record_property("writer_waits_s", json.dumps(waits))
    print("writer waited", [f"{wait:.2f}" for wait in waits])
    assert raised == ["The query gave way to an import, twice."] * 2
    assert max(waits) < 2


def test_a_query_that_gave_way_is_run_once_more(database, until):
    result = []
    slow = (
        "select count(*) as n from range(25000) as a, range(25000) as b where a.range + b.range < 0"
    )

    def ask():
        result.append(run_sql(database, slow, timeout=60).table.to_pylist())

    thread = threading.Thread(target=ask)
    thread.start()
    until(lambda: _reading(database))
    with database.write() as writer:
        writer.execute("delete from holiday")
    thread.join(60)
    assert result == [[{"n": 0}]]


def test_a_slow_reader_of_the_answer_holds_nothing(database, spawn, until, may_open):
    """The answer is larger than a pipe, and nobody reads it: the file must be free all the same."""
    parent = spawn(
        """
        import subprocess, sys
        from pathlib import Path
        import os
        from cjm_tui.store.sandbox_protocol import Job
        job = Job(Path(sys.argv[1]), "select range, repeat('x', 100) from range(100000)", {},
            None, 30.0, 5.0, os.getpid())
        child = subprocess.Popen([sys.executable, "-m", "cjm_tui.store.sandbox_child"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        child.stdin.write(job.message())
        child.stdin.flush()
        child.stdout.read(1)
        print(child.pid, flush=True)
        sys.stdin.readline()
        """,
        database.path,
    )
    pid = int(parent.stdout.readline())
    until(lambda: not _reading(database))
    assert may_open(database.path)
    os.kill(pid, 0)  # it is still there, writing


def test_an_orphan_dies_with_its_parent(database, spawn, until):
    parent = spawn(
        """
        import sys
        from pathlib import Path
        from cjm_tui.config import SystemClock
        from cjm_tui.store.database import Database
        from cjm_tui.store.sandbox import run_sql
        run_sql(Database(Path(sys.argv[1]), SystemClock()), sys.argv[2], timeout=60)
        """,
        database.path,
        ENDLESS,
    )
    until(lambda: _reading(database), seconds=20)
    parent.kill()
    parent.wait()
    started = time.monotonic()
    until(lambda: not _reading(database), seconds=2)
    assert time.monotonic() - started < 2


def test_a_query_that_ignores_its_interrupts_is_ended_all_the_same(database, spawn):
    child = spawn(
        """
        import os, sys, time
        from pathlib import Path
        from cjm_tui.store.gate import Gate
        from cjm_tui.store.sandbox_watch import Watch
        class Deaf:
            def interrupt(self):
                pass
        watch = Watch(Gate(Path(sys.argv[1])), Deaf(), deadline=time.monotonic(), asker=0)
        watch.start()
        watch.join()
        """,
        database.path,
    )
    assert child.wait(10) == sandbox_protocol.EXITS[sandbox_protocol.TIMED_OUT]


def test_a_header_that_is_none_is_no_answer(tmp_path):
    path = tmp_path / "answer"
    path.write_bytes(b"\0\0")
    with path.open("rb") as stream:
        assert sandbox_protocol.read_header(stream) is None
    path.write_bytes(b"\0" * 7 + b"\x09{}")
    with path.open("rb") as stream:
        assert sandbox_protocol.read_header(stream) is None


def _reading(database):
    """Whether anybody holds the gate."""
    try:
        with database.gate.exclusive(0):
            return False
    except BusyError:
        return True
