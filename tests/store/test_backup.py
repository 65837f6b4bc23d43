"""Backups are whole while others write; a restore overwrites nothing and can be taken back."""

import multiprocessing
import os
import signal
from datetime import UTC, datetime

import duckdb
import pytest

from cjm_tui.config import FixedClock
from cjm_tui.errors import BusyError, CjmError
from cjm_tui.store.backup import back_up, restore
from cjm_tui.store.database import Database

CLOCK = FixedClock(datetime(2026, 11, 20, 8, 30, tzinfo=UTC))


@pytest.fixture
def database(tmp_path):
    made = Database.create(tmp_path / "cjm.duckdb", "UTC", CLOCK)
    made.path.with_name("cjm.duckdb.key").write_text("a" * 64)
    return made


def days(path):
    with duckdb.connect(str(path), read_only=True) as connection:
        return [
            name for (name,) in connection.execute("select name from holiday order by 1").fetchall()
        ]


def put(database, name):
    with database.write() as writer:
        writer.execute("insert into holiday (day, name) values ('2026-12-25', ?)", (name,))


def _put_and_die(path, name):
    """Commit, and end without the checkpoint that closing makes: the row is in the log only."""
    connection = duckdb.connect(str(path))
    connection.execute("insert into holiday (day, name) values ('2026-12-26', ?)", [name])
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_is_only_in_the_log_is_in_the_backup_too(database, tmp_path):
    put(database, "kept")
    dying = multiprocessing.get_context("spawn").Process(
        target=_put_and_die, args=(database.path, "in the log")
    )
    dying.start()
    dying.join()
    assert database.path.with_name("cjm.duckdb.wal").exists()
    made = back_up(database, tmp_path / "b.duckdb", with_key=False, replace=False)
    assert days(made.path) == ["in the log", "kept"]
    assert not made.key
    left = {path.name for path in tmp_path.iterdir() if path.name.startswith("b.duckdb")}
    assert left == {"b.duckdb"}, "one file, without log or draft"


def test_while_somebody_writes_the_backup_waits_and_then_says_who(database, tmp_path):
    other = Database(database.path, CLOCK)
    with database.gate.exclusive(1), pytest.raises(BusyError, match="busy"):
        _in_a_thread(lambda: back_up(other, tmp_path / "b", with_key=False, replace=False, wait=0))
    assert not (tmp_path / "b").exists()


def _in_a_thread(work):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


def test_a_backup_never_replaces_anything_unasked_nor_by_a_broken_one(database, tmp_path):
    older = tmp_path / "b.duckdb"
    older.write_text("older")
    with pytest.raises(CjmError, match="exists already"):
        back_up(database, older, with_key=False, replace=False)
    database.path.write_bytes(b"no database at all")
    with pytest.raises(CjmError):
        back_up(database, older, with_key=False, replace=True)
    assert older.read_text() == "older"


def test_a_restore_puts_aside_what_was_there_with_its_key(database, tmp_path):
    put(database, "then")
    backup = back_up(database, tmp_path / "b.duckdb", with_key=True, replace=False).path
    assert backup.with_name("b.duckdb.key").stat().st_mode & 0o777 == 0o640
    put(database, "later")
    key = database.path.with_name("cjm.duckdb.key")
    key.write_text("b" * 64)
    with pytest.raises(CjmError, match="exists already"):
        restore(database, backup, replace=False)
    assert days(database.path) == ["later", "then"]
    stamp = database.stamp()
    done = restore(database, backup, replace=True)
    assert days(database.path) == ["then"]
    assert database.stamp() != stamp, "open sessions ask again"
    assert days(done.aside) == ["later", "then"]
    assert (done.key, key.read_text()) == (True, "a" * 64)
    assert done.aside.with_name(done.aside.name + ".key").read_text() == "b" * 64
    again = restore(database, done.aside, replace=True)
    assert again.aside.name == "cjm.duckdb.before-restore.2"
    assert days(database.path) == ["later", "then"], "and it can be taken back"


def test_a_restore_where_there_is_none_makes_the_lock_files(database, tmp_path):
    backup = back_up(database, tmp_path / "b.duckdb", with_key=False, replace=False).path
    fresh = Database(tmp_path / "elsewhere" / "new.duckdb", CLOCK)
    done = restore(fresh, backup, replace=False)
    assert (done.aside, done.key) == (None, False)
    put(fresh, "works")
    assert days(fresh.path) == ["works"]


def test_a_database_beyond_repair_gives_way_with_its_log(database, tmp_path):
    backup = back_up(database, tmp_path / "b.duckdb", with_key=False, replace=False).path
    database.path.write_bytes(b"torn" * 100)
    wal = database.path.with_name("cjm.duckdb.wal")
    wal.write_bytes(b"torn too")
    done = restore(database, backup, replace=True)
    assert days(database.path) == []
    assert not wal.exists()
    assert done.aside.read_bytes() == b"torn" * 100


@pytest.mark.parametrize("content", [None, b"", b"id;name\n", b"DUCK" * 100])
def test_what_is_no_backup_changes_nothing(database, tmp_path, content):
    source = tmp_path / "source"
    if content is not None:
        source.write_bytes(content)
    put(database, "kept")
    with pytest.raises(CjmError):
        restore(database, source, replace=True)
    assert days(database.path) == ["kept"]
    assert not [path for path in tmp_path.iterdir() if "restor" in path.name]
