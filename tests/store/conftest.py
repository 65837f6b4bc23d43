import shutil
import subprocess
import sys
import textwrap
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from cjm_tui.config import FixedClock
from cjm_tui.store.database import Database

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory):
    """An empty database, made once: making one costs a quarter of a second."""
    path = tmp_path_factory.mktemp("template") / "cjm.duckdb"
    Database.create(path, "Europe/London", FixedClock(NOW))
    return path


@pytest.fixture
def database(empty_file, tmp_path):
    path = tmp_path / "cjm.duckdb"
    shutil.copy(empty_file, path)
    database = Database(path, FixedClock(NOW))
    database.gate.create()
    return database


@pytest.fixture
def until():
    """Wait for a condition; fail the test after ten seconds."""

    def wait(condition, seconds=10.0):
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "it never happened"
            threading.Event().wait(0.005)

    return wait


@pytest.fixture
def spawn():
    """Start a Python process from source text; it ends with the test."""
    started = []

    def start(source, *arguments, **options):
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(source), *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            **options,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()
        with suppress(OSError, ValueError):  # what was not yet written has no reader
            process.stdin.close()


@pytest.fixture
def foreign(spawn):
    """Open the file as a program would that knows nothing of our gate, and hold it."""

    def hold(path, *, read_only=False):
        process = spawn(
            """
            import sys, duckdb
            connection = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "True")
            print("open", flush=True)
            sys.stdin.readline()
            """,
            path,
            read_only,
        )
        assert process.stdout.readline() == "open\n"
        return process

    return hold


@pytest.fixture
def may_open(spawn):
    """Whether a stranger could open the file for writing, without waiting."""

    def ask(path):
        process = spawn(
            """
            import sys, duckdb
            try:
                duckdb.connect(sys.argv[1]).close()
                print("yes")
            except duckdb.IOException:
                print("no")
            """,
            path,
        )
        return process.communicate()[0].strip() == "yes"

    return ask
