import os
import shutil
import tempfile
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from cjm_tui.config import FixedClock
from cjm_tui.errors import BusyError, CjmError
from cjm_tui.store import migrations
from cjm_tui.store.copying import copy_closed
from cjm_tui.store.database import Database
from cjm_tui.store.gate import Gate

CLOCK = FixedClock(datetime(2026, 11, 20, 8, 30, tzinfo=UTC))
LATEST = len(migrations.migrations())
SURVIVORS = {
    "holiday": "insert into holiday (day, name) values ('2026-12-25', 'Christmas')",
    "touchpoint": "insert into touchpoint (touchpoint_id, name) values ('ivr', 'IVR')",
    "contact": "insert into contact (contact_id, started_at) values ('c1', '2026-11-01 10:00')",
    "action": "insert into action (action_id, title, state) values ('a1', 'Fix it', 'open')",
    "change_log": """
        insert into change_log ("at", who, noun, id, field, old, new, why)
        values ('2026-11-01', 'ann', 'action', 'a1', 'owner', 'a', 'b', 'c')
    """,
}
MADE_UP = """
    create table step_{0} as select {0} as n;
    alter table holiday add column c{0} int
"""


@pytest.fixture
def schema_of(tmp_path):
    """A schema folder that ends at a version; beyond the newest it has made-up steps."""

    def build(
        version,
        extra="create table step_{0} as select {0} as n; alter table holiday add column c{0} int",
    ):
        folder = tmp_path / f"schema {version}"
        folder.mkdir(exist_ok=True)
        for step in migrations.migrations()[:version]:
            shutil.copy(step.path, folder)
        for number in range(LATEST + 1, version + 1):
            (folder / f"{number:04}_made_up.sql").write_text(extra.format(number))
        return folder

    return build


@pytest.fixture
def file_of(tmp_path, schema_of):
    """A database as an earlier program left it, with rows that must survive."""

    def build(version):
        path = tmp_path / f"v{version}.duckdb"
        database = Database.create(path, "Europe/London", CLOCK, schema=schema_of(version))
        with database.write() as writer:
            for insert in SURVIVORS.values():
                writer.execute(insert)
        return path

    return build


def contents(database):
    with database.read() as reader:
        return {table: reader.records(f"select * from {table}") for table in SURVIVORS}


@pytest.mark.parametrize("version", range(1, LATEST + 1))
@pytest.mark.parametrize("way", ["read", "write"])
def test_every_earlier_version_is_upgraded_with_its_rows(file_of, schema_of, version, way):
    path = file_of(version)
    old = contents(Database(path, CLOCK, schema=schema_of(version)))
    database = Database(path, CLOCK, schema=schema_of(LATEST + 2))
    with getattr(database, way)() as session:
        versions = session.rows("select version from schema_version order by version")
        assert [row[0] for row in versions] == list(range(1, LATEST + 3))
        assert session.row(f"select n from step_{LATEST + 2}") == (LATEST + 2,)
    new = contents(database)
    for table, rows in old.items():
        kept = [{key: row[key] for key in rows[0]} for row in new[table]]
        assert kept == rows, table
    backup = path.with_name(f"{path.name}.before-v{LATEST + 2}")
    with duckdb.connect(str(backup), read_only=True) as copy:
        assert copy.execute("select max(version) from schema_version").fetchone() == (version,)
        assert copy.execute("select name from holiday").fetchall() == [("Christmas",)]
    assert backup.stat().st_mode == path.stat().st_mode


def test_a_current_file_is_not_touched(file_of, schema_of):
    path = file_of(LATEST)
    before = path.read_bytes()
    with Database(path, CLOCK).read() as reader:
        reader.rows("from holiday")
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*.before*"))


def test_a_newer_file_is_refused_politely_and_not_touched(file_of, schema_of):
    path = file_of(LATEST + 1)
    before = path.read_bytes()
    database = Database(path, CLOCK)
    for opened in (database.read, database.write):
        with pytest.raises(CjmError, match="newer cjm"), opened():
            pass
    assert path.read_bytes() == before


def test_a_step_that_fails_leaves_the_file_at_the_step_before(file_of, schema_of):
    path = file_of(LATEST)
    broken = schema_of(LATEST + 1, extra="create table half as select 1 as a; select no_such()")
    for _attempt in range(2):
        database = Database(path, CLOCK, schema=broken)
        with pytest.raises(duckdb.CatalogException), database.read():
            pass
    with Database(path, CLOCK).read() as reader:
        assert reader.row("select count(*) from duckdb_tables() where table_name = 'half'") == (0,)
        assert reader.row("select max(version) from schema_version") == (LATEST,)
    names = sorted(item.name for item in path.parent.glob("*.before*"))
    assert names == [f"{path.name}.before-v{LATEST + 1}", f"{path.name}.before-v{LATEST + 1}.2"]


def test_many_programs_that_meet_an_older_file_upgrade_it_once(file_of, schema_of):
    path, newer = file_of(1), schema_of(LATEST + 1)
    wrong = []

    def read():
        try:
            with Database(path, CLOCK, schema=newer).read(wait=20) as reader:
                assert reader.row("select count(*) from schema_version") == (LATEST + 1,)
        except (AssertionError, CjmError, duckdb.Error) as error:
            wrong.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert wrong == []
    assert len(list(path.parent.glob("*.before*"))) == 1


def test_versions_with_a_gap_are_a_broken_package(tmp_path):
    (tmp_path / "0001_a.sql").touch()
    (tmp_path / "0003_c.sql").touch()
    with pytest.raises(RuntimeError, match="1, 2, 3"):
        migrations.migrations(tmp_path)


def test_a_copy_takes_the_log_along(database, spawn, tmp_path):
    spawn(
        """
        import os, signal, sys, duckdb
        connection = duckdb.connect(sys.argv[1])
        connection.execute("set wal_autocheckpoint = '1TB'")
        connection.execute("insert into holiday values ('2026-12-25', 'in the log')")
        os.kill(os.getpid(), signal.SIGKILL)
        """,
        database.path,
    ).communicate()
    assert database.path.with_name("cjm.duckdb.wal").exists()
    target = tmp_path / "copy.duckdb"
    copy_closed(database.path, target)
    with duckdb.connect(str(target), read_only=True) as copy:
        assert copy.execute("select name from holiday").fetchall() == [("in the log",)]


def test_a_copy_is_refused_while_a_stranger_writes(database, foreign, tmp_path):
    foreign(database.path)
    with pytest.raises(BusyError, match="another program"):
        copy_closed(database.path, tmp_path / "copy.duckdb")
    assert not list(tmp_path.glob("copy*"))


def test_a_copy_that_does_not_fit_leaves_nothing(database, tmp_path):
    with pytest.raises(CjmError, match="cannot be written"):
        copy_closed(database.path, tmp_path / "no folder" / "copy.duckdb")


VIEWER = """
import os, sys
from pathlib import Path
import duckdb, pwd, difflib, zoneinfo
from cjm_tui.config import SystemClock
from cjm_tui.errors import CjmError
from cjm_tui.store.database import Database
database = Database(Path(sys.argv[1]), SystemClock(), schema=Path(sys.argv[2]))
os.setegid(65534); os.setgroups([]); os.seteuid(65534)
database.stamp()
for opened in (database.read, database.write):
    try:
        with opened(wait=1) as session:
            print("rows", len(session.rows("from holiday")))
    except CjmError as error:
        print("error", error.message, error.hint)
"""
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


@pytest.fixture
def viewed(spawn):
    """What another user of the machine meets, who opens a copy of the file with a schema."""
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to others
        folder = Path(name)

        def view(path, schema, mode, enter=0o755):
            copy = shutil.copy(path, folder / path.name)
            copy.chmod(mode)
            Gate(copy).create()
            steps = shutil.copytree(schema, folder / "schema")
            before = copy.read_bytes()
            folder.chmod(enter)
            said = spawn(VIEWER, copy, steps).communicate()[0].splitlines()
            assert copy.read_bytes() == before
            return said

        yield view


@AS_ROOT
def test_a_viewer_without_write_permission_reads_and_is_told_why_not_more(
    file_of, schema_of, viewed
):
    said = viewed(file_of(LATEST), schema_of(LATEST), 0o644)
    assert said[0] == "rows 1"
    assert "permission denied" in said[1]
    assert "administers this machine" in said[1]


@AS_ROOT
def test_a_viewer_who_meets_an_older_file_is_told_who_can_upgrade_it(file_of, schema_of, viewed):
    said = viewed(file_of(1), schema_of(LATEST + 1), 0o644)
    assert "older cjm" in said[0]
    assert "root, who owns it" in said[0]


@AS_ROOT
@pytest.mark.parametrize(("mode", "enter"), [(0o640, 0o755), (0o644, 0o700)])
def test_a_stranger_without_read_permission_is_told(file_of, schema_of, viewed, mode, enter):
    said = viewed(file_of(LATEST), schema_of(LATEST), mode, enter)
    assert ["may not be" in line for line in said] == [True, True]


def test_the_schema_records_who_and_when(database):
    with database.read() as reader:
        first = reader.rows("select version, applied_at from schema_version order by version")[0]
    assert first == (1, datetime(2026, 11, 20, 8, 30))
    assert date(2026, 11, 20) == first[1].date()
