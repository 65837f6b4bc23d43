import os
import shutil
import stat
import threading
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone

import duckdb
import pytest

from cjm_tui.config import FixedClock, SystemClock
from cjm_tui.errors import BusyError, CjmError, QueryCancelledError, UsageError
from cjm_tui.store import settings
from cjm_tui.store.database import Database
from cjm_tui.store.remembered import MOST_ROWS
from cjm_tui.store.session import Reader

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
ADD = "insert into holiday values (?, ?)"


@dataclass(frozen=True)
class OneQuery:
    sql: str
    params: dict = field(default_factory=dict)


class Shelf:
    """A catalogue of the test's own."""

    def __init__(self, **queries):
        self.queries = queries

    def get(self, name):
        if name not in self.queries:
            raise UsageError(f"no {name}")
        return self.queries[name]


def test_a_new_database_is_for_the_group_and_says_its_time_zone(tmp_path):
    path = tmp_path / "new folder" / "cjm.duckdb"
    database = Database.create(path, "Europe/London", SystemClock(), demo=True)
    for name in ("cjm.duckdb", "cjm.duckdb.gate", "cjm.duckdb.turn"):
        assert stat.S_IMODE((path.parent / name).stat().st_mode) == 0o660
    assert sorted(item.name for item in path.parent.iterdir()) == [
        "cjm.duckdb",
        "cjm.duckdb.gate",
        "cjm.duckdb.turn",
    ]
    with database.read() as reader:
        assert reader.settings.timezone == "Europe/London"
        assert reader.settings.demo


def test_an_existing_file_is_never_replaced(database):
    before = database.path.read_bytes()
    with pytest.raises(CjmError, match="exists already"):
        Database.create(database.path, "UTC", SystemClock())
    assert database.path.read_bytes() == before


def test_a_time_zone_that_does_not_exist_is_refused_and_leaves_nothing(tmp_path):
    with pytest.raises(UsageError, match="Europe/London"):
        Database.create(tmp_path / "cjm.duckdb", "Europe/Londn", SystemClock())
    assert list(tmp_path.iterdir()) == []


def test_no_database_says_how_to_make_one(tmp_path):
    database = Database(tmp_path / "none.duckdb", SystemClock())
    with pytest.raises(CjmError) as caught, database.read():
        pass
    assert "cjm init" in caught.value.hint
    assert not (tmp_path / "none.duckdb").exists()


def test_a_file_that_is_no_database_is_said(database):
    database.path.write_text("hello, " * 1000)
    for opened in (database.read, database.write):
        with pytest.raises(CjmError, match="not a database of cjm"), opened():
            pass


def test_somebody_elses_duckdb_file_is_left_alone(database):
    database.path.unlink()
    with duckdb.connect(str(database.path)) as other:
        other.execute("create table theirs as select 1 as a")
    before = database.path.read_bytes()
    for opened in (database.read, database.write):
        with pytest.raises(CjmError, match="not one of cjm"), opened():
            pass
    assert database.path.read_bytes() == before


def test_what_a_writer_does_is_there_for_the_next_reader(database):
    with database.write() as writer:
        assert writer.execute(ADD, [date(2026, 12, 25), "Christmas"]) == 1
        assert writer.execute("create table t (a int); insert into t from range(5)") == 5
        assert writer.execute("update t set a = 0 where a > 2") == 2
        assert writer.execute("drop table t") == 0
    with database.read() as reader:
        assert reader.rows("select day, name from holiday") == [(date(2026, 12, 25), "Christmas")]
        assert reader.row("select count(*) from holiday") == (1,)
        assert reader.records("select name from holiday") == [{"name": "Christmas"}]


def test_a_failed_writer_changes_nothing_and_lets_go(database):
    before = database.path.read_bytes()

    def fail():
        with database.write() as writer:
            writer.execute(ADD, [date(2026, 12, 25), "Christmas"])
            writer.execute("insert into no_such_table values (1)")

    with pytest.raises(duckdb.CatalogException):
        fail()
    with database.write(wait=0) as writer:
        assert writer.rows("from holiday") == []
    assert database.path.read_bytes() == before


def test_a_reader_cannot_change(database):
    with database.read() as reader, pytest.raises(duckdb.InvalidInputException):
        reader.rows(ADD, [date(2026, 1, 1), "x"])


def test_times_are_utc_however_they_are_given(database):
    london = timezone(timedelta(hours=1))
    with database.read() as reader:
        given = datetime(2026, 7, 1, 9, 0, tzinfo=london)
        assert reader.row("select $t", {"t": given}) == (datetime(2026, 7, 1, 8, 0),)
        assert reader.row("select current_setting('TimeZone')") == ("UTC",)


def test_the_present_is_the_clocks_and_a_demo_has_its_own(database):
    with database.read() as reader:
        assert reader.now == NOW
    with database.write() as writer:
        settings.store(writer, "demo_now", datetime(2026, 1, 5, tzinfo=UTC))
    with database.read() as reader:  # the user fixed the clock
        assert reader.now == NOW
    with Database(database.path, SystemClock()).read() as reader:
        assert reader.now == datetime(2026, 1, 5, tzinfo=UTC)


def test_a_stored_query_takes_what_is_missing_from_the_site(database):
    shelf = Shelf(
        asked=OneQuery(
            "select $service_level_s, $timezone, $as_of, $x",
            {"service_level_s": "integer", "timezone": "varchar", "as_of": "timestamp", "x": "int"},
        )
    )
    with Database(database.path, FixedClock(NOW), shelf).read() as reader:
        assert reader.query("asked", x=7) == [(20, "Europe/London", NOW.replace(tzinfo=None), 7)]
        assert reader.query("asked", x=7, service_level_s=30)[0][0] == 30
        with pytest.raises(UsageError, match="needs x"):
            reader.query("asked")
        with pytest.raises(UsageError, match="takes no y"):
            reader.query("asked", x=1, y=2)
        with pytest.raises(UsageError, match="no unknown"):
            reader.query("unknown")


def test_a_change_is_logged_with_its_author(database, monkeypatch):
    monkeypatch.setenv("CJM_USER", "ann\x1b[31m")
    with database.write() as writer:
        writer.log_change("touchpoint", "ivr", "owner", old=None, new="bob", why="he asked")
    with database.read() as reader:
        assert reader.rows("from change_log") == [
            (
                NOW.replace(tzinfo=None),
                "ann�[31m",
                "touchpoint",
                "ivr",
                "owner",
                None,
                "bob",
                "he asked",
                1,
            )
        ]


def test_the_stamp_changes_with_every_writer_and_with_nothing_else(database):
    first = database.stamp()
    with database.read() as reader:
        reader.rows("from holiday")
    assert database.stamp() == first
    with database.write() as writer:
        writer.execute(ADD, [date(2026, 12, 25), "Christmas"])
    assert database.stamp() != first
    assert Database(database.path.with_name("none"), SystemClock()).stamp().database.size == 0


def test_an_interrupt_from_another_thread_stops_the_query(database):
    with database.read() as reader:
        timer = threading.Timer(0.2, reader.interrupt)
        timer.start()
        with pytest.raises(QueryCancelledError):
            reader.rows("select count(*) from range(1000000) as a, range(1000000) as b")
        with pytest.raises(QueryCancelledError):  # nobody waits for what would follow
            reader.rows("select 1")
    reader.interrupt()  # closed: harmless


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (duckdb.InterruptException("INTERRUPT Error: Interrupted!"), QueryCancelledError),
        (duckdb.OutOfMemoryException("Out of Memory Error"), CjmError),
        (duckdb.IOException("IO Error: No space left on device"), CjmError),
    ],
)
def test_what_goes_wrong_while_rows_are_read_is_said_too(raised, expected):
    class Streaming:
        description = (("a",),)

        def execute(self, *_):
            return self

        def fetchall(self):
            raise raised

    reader = Reader(Streaming(), SystemClock(), None)
    for ask in (reader.rows, reader.records):
        with pytest.raises(expected):
            ask("select a from t")


def test_too_large_a_question_says_so(database):
    with database.read() as reader, pytest.raises(CjmError, match="memory"):
        reader.rows("select list(range) as a, list(hash(range)) as b from range(200000000)")


def test_another_file_can_be_read_beside(database, tmp_path):
    other = tmp_path / "it's.duckdb"
    with duckdb.connect(str(other)) as connection:
        connection.execute("create table t as select 5 as a")
    with database.write() as writer, writer.attach(other, "beside"):
        writer.execute("insert into holiday select date '2026-01-01', a from beside.t")
    with database.read() as reader:
        assert reader.rows("select name from holiday") == [("5",)]


def test_a_file_that_one_reader_attached_is_not_seen_by_the_others(database, tmp_path):
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as connection:
        connection.execute("create table t as select 5 as a")

    def elsewhere():
        with database.read() as second, second.attach(other, "beside", writable=True):
            second.rows("insert into beside.t values (6)")

    with database.read() as first:
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join(10)
        with pytest.raises(duckdb.CatalogException):
            first.rows("from beside.t")
        with first.attach(other, "beside"):
            assert first.rows("from beside.t") == [(5,), (6,)]


def test_a_rehearsal_changes_nothing(database):
    with database.rehearse() as writer:
        writer.execute(ADD, [date(2026, 12, 25), "Christmas"])
        assert writer.row("select count(*) from holiday") == (1,)
    with database.read() as reader:
        assert reader.row("select count(*) from holiday") == (0,)


def test_a_foreign_program_is_waited_for_and_named(database, foreign):
    holder = foreign(database.path)
    for opened in (database.read, database.write):
        expected = pytest.raises(BusyError, match=rf"python.*PID {holder.pid}")
        with expected as caught, opened(wait=0.1):
            pass
        assert not caught.value.writing
    threading.Timer(0.3, holder.kill).start()
    with database.read(wait=10) as reader:
        assert reader.rows("from holiday") == []


def test_reading_keeps_duckdbs_own_lock_to_the_end(database, may_open):
    """POSIX drops a process's locks on a file when it closes any handle of it."""

    def another_reader():
        with database.read() as reader:
            reader.rows("from holiday")

    with database.read() as reader:
        thread = threading.Thread(target=another_reader)
        thread.start()
        thread.join(10)
        database.stamp()
        database.gate.writer_waiting()
        reader.rows("from holiday")
        assert not may_open(database.path)
    assert may_open(database.path)


def test_threads_of_one_program_do_not_disturb_each_other(database):
    wrong = []

    def read():
        try:
            for _ in range(25):
                with database.read(wait=30) as reader:
                    reader.rows("select count(*) from contact")
        except (duckdb.Error, CjmError) as error:
            wrong.append(error)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for number in range(10):
        with database.write() as writer:
            writer.execute(ADD, [date(2026, 1, 1 + number), "x"])
    for thread in threads:
        thread.join(30)
    assert wrong == []
    with database.read() as reader:
        assert reader.row("select count(*) from holiday") == (10,)


def test_the_log_of_a_killed_writer_is_read_and_has_the_databases_mode(database, spawn):
    database.path.chmod(0o640)
    writer = spawn(
        """
        import os, signal, sys
        from pathlib import Path
        from cjm_tui.config import SystemClock
        from cjm_tui.store.database import Database
        with Database(Path(sys.argv[1]), SystemClock()).write() as writer:
            writer._connection.execute("commit; set wal_autocheckpoint = '1TB'; begin")
            writer.execute("insert into holiday values ('2026-12-25', 'committed')")
            writer._connection.execute("commit; begin")
            writer.execute("insert into holiday values ('2026-12-26', 'half')")
            os.kill(os.getpid(), signal.SIGKILL)
        """,
        database.path,
    )
    writer.communicate()
    wal = database.path.with_name("cjm.duckdb.wal")
    assert stat.S_IMODE(wal.stat().st_mode) == 0o640
    with database.read(wait=0) as reader:
        assert reader.rows("select name from holiday") == [("committed",)]
    shutil.copy(wal, wal.with_name("kept"))
    with database.write(wait=0) as writer:
        assert writer.rows("select name from holiday") == [("committed",)]


@pytest.mark.parametrize("rows", [100_000, 2_000_000])
def test_a_full_disk_is_said_and_changes_nothing(database, spawn, rows):
    writer = spawn(
        """
        import resource, sys
        from pathlib import Path
        from cjm_tui.config import SystemClock
        from cjm_tui.errors import CjmError
        from cjm_tui.store.database import Database
        path = Path(sys.argv[1])
        most = path.stat().st_size + 300_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        try:
            with Database(path, SystemClock()).write() as writer:
                writer.execute("insert into quarantine (batch, raw) "
                    "select 1, hash(range)::varchar from range(?)", [int(sys.argv[2])])
        except CjmError as error:
            print(error.message, error.hint)
        """,
        database.path,
        rows,
    )
    said = writer.communicate()[0]
    assert "File too large" in said
    assert "Nothing has changed" in said
    with database.read() as reader:
        assert reader.row("select count(*) from quarantine") == (0,)


def test_the_store_starts_without_duckdb(spawn):
    """The app imports it before its first paint, and duckdb costs 120 ms."""
    process = spawn(
        """
        import sys
        import cjm_tui.store.database, cjm_tui.store.sandbox, cjm_tui.store.staging
        print([name for name in ("duckdb", "polars", "pyarrow", "numpy") if name in sys.modules])
        """
    )
    assert process.communicate()[0].strip() == "[]"


def test_what_a_killed_reader_would_spill_to_goes_with_the_next_reader(database, spawn, tmp_path):
    spills = tmp_path / "temporary"
    spills.mkdir()

    def reader():
        process = spawn(
            """
            import sys
            from pathlib import Path
            from cjm_tui.config import SystemClock
            from cjm_tui.store.database import Database
            with Database(Path(sys.argv[1]), SystemClock()).read() as reader:
                reader.row("select 1")
            print("read", flush=True)
            sys.stdin.readline()
            """,
            database.path,
            env={**os.environ, "TMPDIR": str(spills)},
        )
        assert process.stdout.readline() == "read\n"
        return process

    killed, living = reader(), reader()
    (spills / "cjm-spill-notes").mkdir()
    killed.kill()
    killed.wait()
    assert len(list(spills.iterdir())) == 3
    last = reader()
    names = {item.name.rpartition("-")[0] for item in spills.iterdir()}
    assert names == {f"cjm-spill-{living.pid}", f"cjm-spill-{last.pid}", "cjm-spill"}


LISTED = OneQuery("select day, name from holiday where day >= $since", {"since": "date"})
KNOWN = OneQuery("select count(*) from holiday where day <= $as_of", {"as_of": "timestamp"})


@pytest.fixture
def asked(monkeypatch):
    """The SQL that has really run."""
    found = []
    original = Reader._run

    def run(self, sql, params):
        found.append(sql)
        return original(self, sql, params)

    monkeypatch.setattr(Reader, "_run", run)
    return found


def test_a_stored_query_runs_once_until_somebody_writes(database, asked):
    database.catalog = Shelf(listed=LISTED)
    since = date(2026, 1, 1)
    for _ in range(3):
        with database.read() as reader:
            assert reader.query("listed", since=since) == []
            assert reader.query_records("listed", since=since) == []
    assert asked.count(LISTED.sql) == 1
    with Database(database.path, SystemClock()).write() as writer:
        writer.execute(ADD, [date(2026, 12, 25), "Christmas"])
    with database.read() as reader:
        found = reader.query("listed", since=since)
        assert found == [(date(2026, 12, 25), "Christmas")]
        found.clear()  # what a caller does with its rows is its own affair
        (again,) = reader.query_records("listed", since=since)
        assert again == {"day": date(2026, 12, 25), "name": "Christmas"}
        assert reader.query("listed", since=date(2027, 1, 1)) == []
    assert asked.count(LISTED.sql) == 3


def test_a_question_about_the_present_is_asked_every_time(database, asked):
    database.catalog = Shelf(known=KNOWN)
    for _ in range(2):
        with database.read() as reader:
            assert reader.query("known") == [(0,)]
    assert asked.count(KNOWN.sql) == 2


def test_a_writer_sees_what_it_has_written(database):
    database.catalog = Shelf(listed=LISTED)
    since = date(2026, 1, 1)
    with database.read() as reader:
        assert reader.query("listed", since=since) == []
    with database.write() as writer:
        assert writer.query("listed", since=since) == []
        writer.execute(ADD, [date(2026, 12, 25), "Christmas"])
        assert len(writer.query("listed", since=since)) == 1


def test_many_rows_are_not_kept(database, asked):
    many = OneQuery("select * from range($rows)", {"rows": "integer"})
    database.catalog = Shelf(many=many)
    for rows in (MOST_ROWS + 1, 10, MOST_ROWS + 1, 10):
        with database.read() as reader:
            assert len(reader.query("many", rows=rows)) == rows
    assert asked.count(many.sql) == 3
