"""The engine that a process's readers share: files are open only while somebody reads them."""

import os
from pathlib import Path

import duckdb
import pytest

from cjm_tui.config import FixedClock
from cjm_tui.store.connection import OFFLINE
from cjm_tui.store.database import Database
from cjm_tui.store.shared import Engine
from tests.store.conftest import NOW


@pytest.fixture
def database(tmp_path):
    return Database.create(tmp_path / 'it\'s a "site".duckdb', "Europe/London", FixedClock(NOW))


def _open_files() -> set[str]:
    return {os.path.realpath(entry) for entry in Path("/proc/self/fd").iterdir()}


def test_the_last_reader_closes_the_file(database):
    engine, path = Engine(dict(OFFLINE)), database.path
    with engine.reading(path) as one:
        with engine.reading(path) as other:
            other.execute("from contact")
        assert str(path) in _open_files()
        assert one.execute("select count(*) from contact").fetchone() == (0,)
    assert str(path) not in _open_files()


def test_readers_of_two_files_see_their_own(tmp_path):
    first, second = (
        Database.create(tmp_path / folder / "cjm.duckdb", zone, FixedClock(NOW))
        for folder, zone in (("a", "Europe/London"), ("b", "Asia/Tokyo"))
    )
    with first.read() as london, second.read() as tokyo:
        assert london.settings.timezone == "Europe/London"
        assert tokyo.settings.timezone == "Asia/Tokyo"


def test_what_a_reader_makes_for_itself_goes_with_it(database):
    with database.read() as reader:
        reader.rows("create temp table mine as select 1 as a")
        assert reader.row("select a from mine") == (1,)
    with database.read() as reader, pytest.raises(duckdb.CatalogException):
        reader.rows("select a from mine")


def test_a_writer_is_let_in_between_readers_and_seen_by_the_next(database):
    with database.read() as reader:
        assert reader.row("select count(*) from holiday") == (0,)
    with database.write() as writer:
        writer.execute("insert into holiday values (date '2026-12-25', 'Christmas')")
    with database.read() as reader:
        assert reader.row("select name from holiday") == ("Christmas",)


def test_nothing_can_be_written_by_a_reader(database):
    with database.read() as reader, pytest.raises(duckdb.InvalidInputException):
        reader.rows("insert into holiday values (date '2026-12-25', 'Christmas')")


def test_a_fatal_error_ends_the_engine_and_not_the_program(tmp_path):
    path = tmp_path / "any.duckdb"
    duckdb.connect(str(path)).close()
    engine = Engine(dict(OFFLINE))
    assert engine.usable
    with pytest.raises(duckdb.FatalException), engine.reading(path):
        raise duckdb.FatalException("invalidated")
    assert not engine.usable


def test_a_forked_process_begins_its_own(tmp_path, monkeypatch):
    engine = Engine(dict(OFFLINE))
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert not engine.usable


def test_a_file_that_cannot_be_opened_leaves_nothing_behind(tmp_path):
    path = Path(tmp_path / "no.duckdb")
    path.write_text("no database" * 1000)
    engine = Engine(dict(OFFLINE))
    with pytest.raises(duckdb.IOException), engine.reading(path):
        pass
    path.unlink()
    duckdb.connect(str(path)).close()
    with engine.reading(path) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_an_edit_is_all_or_nothing_and_leaves_the_file_closed(database):
    with pytest.raises(ZeroDivisionError), database.edit() as writer:
        writer.execute(f"insert into holiday values (date '2026-12-24', '{1 // 0}')")
    with pytest.raises(duckdb.ConversionException), database.edit() as writer:
        writer.execute(
            "insert into holiday values (date '2026-12-24', 'midway');"
            "insert into holiday values ('no day', 'midway')"
        )
    with database.edit() as writer:
        writer.execute("insert into holiday values (date '2026-12-25', 'Christmas')")
    assert str(database.path) not in _open_files()
    assert not database.path.with_name(database.path.name + ".wal").exists()
    with database.read() as reader:
        assert reader.rows("select name from holiday") == [("Christmas",)]
    with database.write() as writer:
        assert writer.row("select count(*) from holiday") == (1,)


class _FullDisk:
    """A connection whose files cannot be closed as they should."""

    def __init__(self, connection):
        self._connection = connection

    def execute(self, sql):
        if sql.startswith("detach"):
            raise duckdb.IOException("No space left on device")
        return self._connection.execute(sql)

    def __getattr__(self, name):
        return getattr(self._connection, name)


def test_a_committed_edit_lasts_where_the_file_could_not_be_closed(database):
    engine = Engine(dict(OFFLINE))
    engine._connection = _FullDisk(engine._connection)
    with engine.editing(database.path) as connection:
        connection.execute("insert into holiday values (date '2026-12-25', 'Christmas')")
    assert not engine.usable
    assert str(database.path) not in _open_files()
    with database.read() as reader:
        assert reader.row("select name from holiday") == ("Christmas",)
