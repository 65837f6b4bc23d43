"""`cjm watch` as a service runs it: log lines, signals, kill -9, writers and open sessions."""

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cjm_tui.cli.watch import log_line
from cjm_tui.config import SystemClock
from cjm_tui.store.database import Database
from tests.end_to_end.conftest import CJM, ROOT
from tests.end_to_end.terminal import terminal

HEADER = "interaction_id,contact_id,touchpoint_id,started_at,outcome,wait_s"
ROWS = 40
LINE = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ [a-z_]+( [a-z_]+=("(\\.|[^"\\])*"|[^\s"]+))*\n')
# A writer copies files slowly, piece by piece; the even ones under a temporary name first.
WRITER = """
import sys, time
from pathlib import Path
folder, first, last, rows = Path(sys.argv[1]), *map(int, sys.argv[2:5])
for number in range(first, last):
    lines = [sys.argv[5]] + [
        f"{number}-{n},c{number}-{n // 2},web-shop,2026-11-{1 + n % 20:02}T10:{n % 60:02}:00,answered,{n % 90}"
        for n in range(rows)
    ]
    name = f"interactions-{number}.csv"
    path = folder / (name + ".part" if number % 2 == 0 else name)
    with path.open("w") as out:
        for at in range(0, len(lines), 10):
            out.write("\\n".join(lines[at : at + 10]) + "\\n")
            out.flush()
            time.sleep(0.01)
    if path.name != name:
        path.rename(folder / name)
"""


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "inbox"
    path.mkdir()
    return path


@pytest.fixture
def empty(tmp_path):
    """An empty database and its path."""
    path = tmp_path / "db" / "cjm.duckdb"
    Database.create(path, "Europe/London", SystemClock())
    return path


@contextmanager
def watching(database, folder, *options):
    child = subprocess.Popen(
        [*CJM, "--db", str(database), "watch", str(folder), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        assert " watching folder=" in child.stdout.readline()
        yield child
    finally:
        child.kill()
        ended(child)


def ended(child):
    """Wait for its end; return what is left to read of both streams.

    `communicate` would lose what the reading of a line has read ahead.
    """
    printed = [] if child.stdout.closed else [child.stdout.read(), child.stderr.read()]
    child.wait(120)
    child.stdout.close()
    child.stderr.close()
    return printed


def write(folder, *numbers, rows=ROWS):
    for number in numbers:
        command = [sys.executable, "-c", WRITER, folder, number, number + 1, rows, HEADER]
        subprocess.run([*map(str, command)], check=True)


def ask(database, sql):
    with Database(database, SystemClock()).read(wait=30) as reader:
        return reader.rows(sql)


def test_events_are_lines_that_can_be_cut_by_a_program(empty, folder):
    write(folder, 1)
    (folder / 'bad "name"\n.csv').write_text("a,b\n1,2\n")
    with watching(empty, folder, "--settle", "0.2", "--every", "0.1") as child:
        lines = [child.stdout.readline() for _ in range(6)]  # they come while it runs
        child.send_signal(signal.SIGTERM)
        rest, complaints = ended(child)
        assert (child.returncode, complaints) == (0, "")
    lines += rest.splitlines(keepends=True)
    assert all(LINE.fullmatch(line) for line in lines), lines
    assert [line.split()[1] for line in lines] == [
        "arrived", "arrived", "refused", "moved", "loaded", "moved", "stopped",
    ]  # fmt: skip
    assert "file=interactions-1.csv mapping=interactions batch=2 read=40 accepted=40" in lines[4]


def test_a_log_line_says_nothing_of_what_is_empty():
    at = datetime(2026, 11, 21, 6, tzinfo=UTC)
    assert log_line(
        at, "busy", {"file": "a b.csv", "reason": 'held by "x"', "hint": "", "n": 0}
    ) == (r'2026-11-21T06:00:00Z busy file="a b.csv" reason="held by \"x\"" n=0')


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_asleep_it_ends_at_once_when_it_is_asked_to(empty, folder, ending):
    with watching(empty, folder, "--every", "3600") as child:
        child.send_signal(ending)
        printed, _ = ended(child)
        assert child.returncode == 0
        assert printed.split()[1] == "stopped"


def test_started_twice_the_second_names_the_first_and_gives_5(empty, folder, cjm):
    with watching(empty, folder) as child:
        second = cjm("--db", empty, "watch", folder, check=False)
        assert second.returncode == 5
        assert str(child.pid) in second.stderr
        assert "Traceback" not in second.stderr


def test_once_is_for_cron(empty, folder, cjm):
    (folder / "what.csv").write_text("a,b\n1,2\n")
    once = cjm("--db", empty, "watch", folder, "--once", "--settle", "0.1", check=False)
    assert once.returncode == 4
    assert cjm("--db", empty, "watch", folder, "--once").returncode == 0


def kill_many(database, folder, kills, files, seed):
    """Kill the watch at random moments while files lie there; return how often it was at work."""
    chance = random.Random(seed)
    write(folder, *range(files))
    at_work = 0
    for _ in range(kills):
        waiting = any(folder.glob("*.csv"))
        with watching(database, folder, "--settle", "0", "--every", "0.1") as child:
            log = child.stdout.readline() if waiting else ""  # at work, however slow the machine
            time.sleep(chance.uniform(0, 0.6))
            child.kill()
            log += ended(child)[0]
            events = [line.split()[1] for line in log.splitlines() if " " in line]
            at_work += bool(events) and events[-1] != "moved"
    with watching(database, folder, "--once", "--settle", "0.1") as child:
        ended(child)
        assert child.returncode == 0
    assert ask(database, "select count(*), count(distinct interaction_id) from interaction") == [
        (files * ROWS, files * ROWS)
    ]
    assert ask(database, "select count(*) from import_batch") == [(files,)]
    put = [path for path in folder.rglob("*.csv") if path.stat().st_size]
    assert sorted(path.name for path in put) == sorted(
        f"interactions-{number}.csv" for number in range(files)
    )
    assert {path.parent.name for path in put} == {"done"}
    assert list(database.parent.glob("*.staging-*")) == []
    return at_work


def test_killed_anywhere_each_file_is_in_once_and_put_away(empty, folder):
    assert kill_many(empty, folder, kills=6, files=8, seed=1) >= 2


@pytest.mark.soak
def test_killed_a_hundred_times(empty, folder):
    assert kill_many(empty, folder, kills=100, files=150, seed=2) >= 40


def feed(database, folder, files, sessions, seconds):
    """Two writers, a watch and open sessions: every row once, and nobody sees an error."""
    half = files // 2
    seen = []
    with watching(database, folder, "--settle", "0.5", "--every", "0.2") as child:
        log = []
        reading = threading.Thread(target=lambda: log.extend(child.stdout), daemon=True)
        reading.start()
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", WRITER, str(folder), str(a), str(b), str(ROWS), HEADER]
            )
            for a, b in ((0, half), (half, files))
        ]
        deadline = time.monotonic() + seconds
        while sum(" moved " in line for line in log) < files and time.monotonic() < deadline:
            for session in sessions:
                session.listen(0.3)
                seen.append(session.text)
            time.sleep(0.1)
        assert [writer.wait(60) for writer in writers] == [0, 0]
        child.send_signal(signal.SIGTERM)
        child.wait(120)
        reading.join(10)
        assert (child.returncode, child.stderr.read()) == (0, "")
    events = {line.split()[1] for line in log}
    # On a machine that stalls a writer for long, a file is taken too early and brought back.
    assert events <= {"arrived", "loaded", "moved", "growing", "grew", "stopped"}, events
    assert sum(" loaded " in line for line in log) >= files
    assert ask(
        database,
        "select count(*), count(distinct interaction_id) from interaction"
        " where interaction_id similar to '[0-9]+-[0-9]+'",
    ) == [(files * ROWS, files * ROWS)]
    assert [path.name for path in folder.glob("*.csv")] == []
    assert len(list((folder / "done").glob("*.csv"))) == files
    for text in seen:
        assert not re.search(r"(?i)error|busy|cannot|traceback|held by", text), text


def test_two_writers_and_an_open_session_every_row_once(demo, folder):
    command = [*CJM, "--db", str(demo)]
    with terminal(command, environ={"CJM_NOW": "2026-11-21T07:30"}) as lead:
        lead.until("data until").until("IVR")
        feed(demo, folder, files=10, sessions=[lead], seconds=120)


@pytest.mark.soak
def test_five_hundred_files_of_two_writers_while_three_sessions_are_open(demo, folder):
    command = [*CJM, "--db", str(demo)]
    morning = {"CJM_NOW": "2026-11-21T07:30"}
    with (
        terminal(command, environ=morning) as one,
        terminal(command, environ=morning) as two,
        terminal(command, environ=morning, columns=120, lines=40) as three,
    ):
        sessions = [one, two, three]
        for lead in sessions:
            lead.until("data until").until("IVR")
        two.press("j", "j", "enter")
        began = time.monotonic()
        feed(demo, folder, files=500, sessions=sessions, seconds=3600)
        print(f"500 files of {ROWS} rows in {time.monotonic() - began:.0f} s")


def test_idle_it_takes_no_time_of_the_processor(empty, folder):
    with watching(empty, folder, "--every", "0.5") as child:
        time.sleep(0.5)
        before = _cpu_seconds(child.pid)
        time.sleep(2)
        assert _cpu_seconds(child.pid) - before <= 0.02


def _cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
