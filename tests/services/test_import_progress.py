"""A running import as another session sees it: a small file beside the database."""

import json
import os
from datetime import UTC, datetime

import pytest

from cjm_tui.config import FixedClock
from cjm_tui.domain.imports import RunningImport
from cjm_tui.services.import_progress import told
from cjm_tui.store.database import Database
from cjm_tui.store.importing import running_import, tell_ended, tell_running

NOW = datetime(2026, 11, 20, 5, 12, tzinfo=UTC)


class Stopwatch:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def database(tmp_path):
    (tmp_path / "cjm.duckdb").touch()
    return Database(tmp_path / "cjm.duckdb", FixedClock(NOW))


def beside(database):
    return {path.name for path in database.path.parent.iterdir()} - {"cjm.duckdb"}


def test_it_is_seen_while_it_runs_and_gone_afterwards(database):
    watch, own, at = Stopwatch(), [], [0]
    with told(database, [300, 100], lambda: at[0], lambda *p: own.append(p), watch) as progress:
        progress("reading a.csv", 10, 300)
        assert running_import(database.path) is None, "it may be done in no time"
        watch.now = 1.0
        progress("reading a.csv", 150, 300)
        found = running_import(database.path)
        assert (found.file, found.step, found.place, found.files) == ("a.csv", "reading", 1, 2)
        assert (found.started_at, found.pid) == (NOW, os.getpid())
        assert found.share == pytest.approx(0.1 / 2 * 300 / 400)
        watch.now = 1.1
        progress("checking a.csv", 0, None)
        assert running_import(database.path) == found, "not more often than every 0.6 s"
        at[0], watch.now = 1, 2.0
        progress("writing b.csv", 0, None)
        assert running_import(database.path).share == pytest.approx((300 + 0.8 * 100) / 400)
        assert beside(database) == {"cjm.duckdb.importing"}
    assert len(own) == 4
    assert beside(database) == set()


def test_the_long_steps_of_a_large_file_are_told_at_once(database):
    watch = Stopwatch()
    with told(database, [10_000_000], lambda: 0, lambda *_: None, watch) as progress:
        for step in ("reading", "checking", "comparing", "writing"):
            progress(f"{step} a b.csv", 0, None)
            assert (running_import(database.path).step, running_import(database.path).file) == (
                step,
                "a b.csv",
            )


def test_it_goes_when_the_import_fails(database):
    def fail():
        with told(database, [10_000_000], lambda: 0, lambda *_: None) as progress:
            progress("checking a.csv", 0, None)
            assert beside(database)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert beside(database) == set()


def running(pid=None, file="a.csv"):
    return RunningImport(pid or os.getpid(), "ann", NOW, file, 1, 1, "reading", 0.5)


def test_what_a_killed_import_left_is_passed_over_and_replaced(database):
    tell_running(database.path, running(pid=2**22 + 1))  # no such process can be
    assert beside(database) == {"cjm.duckdb.importing"}
    assert running_import(database.path) is None
    tell_running(database.path, running())
    assert running_import(database.path) == running()


def test_the_next_import_removes_what_a_killed_one_left(database):
    tell_running(database.path, running(pid=2**22 + 1))
    with told(database, [1], lambda: 0, lambda *_: None):
        assert beside(database) == set()


def test_a_later_process_of_the_same_number_is_another(database):
    tell_running(database.path, running())
    path = database.path.with_name("cjm.duckdb.importing")
    path.write_text(json.dumps(json.loads(path.read_text()) | {"born": "1"}))
    assert running_import(database.path) is None


def test_of_two_imports_the_first_is_seen(database):
    tell_running(database.path, running(pid=os.getppid(), file="first.csv"))
    tell_running(database.path, running(file="second.csv"))
    tell_ended(database.path)
    assert running_import(database.path).file == "first.csv"


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"pid": "x"}', '{"pid": 1}'])
def test_nonsense_is_no_import(database, content):
    database.path.with_name("cjm.duckdb.importing").write_text(content)
    assert running_import(database.path) is None


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path):
    tell_running(tmp_path / "gone" / "cjm.duckdb", running())
    tell_ended(tmp_path / "gone" / "cjm.duckdb")
