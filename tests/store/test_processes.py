"""Several real programs at one file: nobody is shut out, nothing is lost, nothing half done."""

import random
import signal
import time

import pytest

READER = """
import sys, time
from pathlib import Path
from cjm_tui.config import SystemClock
from cjm_tui.store.database import Database
import duckdb
database = Database(Path(sys.argv[1]), SystemClock())
print("ready", flush=True)
sys.stdin.readline()
count, end = 0, time.monotonic() + float(sys.argv[2])
while time.monotonic() < end:
    with database.read(wait=30) as reader:
        reader.rows("select count(*) from contact")
    count += 1
print(count)
"""
WRITER = """
import sys, time
from pathlib import Path
from cjm_tui.config import SystemClock
from cjm_tui.store.database import Database
import duckdb
database = Database(Path(sys.argv[1]), SystemClock())
print("ready", flush=True)
sys.stdin.readline()
count, longest, end = 0, 0.0, time.monotonic() + float(sys.argv[2])
while time.monotonic() < end:
    asked = time.monotonic()
    with database.write(wait=30) as writer:
        longest = max(longest, time.monotonic() - asked)
        (old,) = writer.row("select value::int from site_setting where key = 'counter'")
        writer.execute("update site_setting set value = ? where key = 'counter'", [str(old + 1)])
    count += 1
print(count, longest)
"""
ENDLESS = """
import sys
from pathlib import Path
from cjm_tui.config import SystemClock
from cjm_tui.store.database import Database
database = Database(Path(sys.argv[1]), SystemClock())
batch = 0
while True:
    with database.write(wait=30) as writer:
        (batch,) = writer.row("select coalesce(max(batch), 0) + 1 from quarantine")
        writer.execute("insert into quarantine (batch, line) select $b, range from range(5000)",
            {"b": batch})
        writer.execute("update quarantine set reason = 'again' where batch = $b - 1", {"b": batch})
    print(batch, flush=True)
"""


@pytest.fixture
def counter(database):
    with database.write() as writer:
        writer.execute("insert into site_setting values ('counter', '0')")
    return database


def test_eight_readers_and_two_writers_lose_nothing_and_writers_wait_little(
    counter, spawn, record_property
):
    seconds = 3
    readers = [spawn(READER, counter.path, seconds) for _ in range(8)]
    writers = [spawn(WRITER, counter.path, seconds) for _ in range(2)]
    for process in readers + writers:
        assert process.stdout.readline() == "ready\n"
    for process in readers + writers:
        process.stdin.write("go\n")
        process.stdin.flush()
    reads = [int(process.communicate(timeout=60)[0]) for process in readers]
    writes = [process.communicate(timeout=60)[0].split() for process in writers]
    assert [process.returncode for process in readers + writers] == [0] * 10
    assert all(reads)
    with counter.read() as reader:
        (total,) = reader.row("select value::int from site_setting where key = 'counter'")
    assert total == sum(int(count) for count, _ in writes) > 0
    longest = max(float(wait) for _, wait in writes)
    record_property("longest_wait_of_a_writer_s", longest)
    print(f"writer waited {longest:.3f} s at most; {total} writes, {sum(reads)} reads")
    assert longest < 2.5


def test_a_writer_that_is_killed_anywhere_leaves_whole_batches(database, spawn):
    chance = random.Random(20261120)
    for _round in range(8):
        writer = spawn(ENDLESS, database.path)
        for _ in range(chance.randint(1, 6)):
            assert writer.stdout.readline()
        target = time.monotonic() + chance.random() * 0.03
        while time.monotonic() < target:
            pass
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        with database.read(wait=1) as reader:
            batches = reader.rows(
                "select batch, count(*), count(reason) from quarantine group by all order by batch"
            )
        assert [batch for batch, _, _ in batches] == list(range(1, len(batches) + 1))
        assert {rows for _, rows, _ in batches} == {5000}
        assert all(again == 5000 for _, _, again in batches[:-1])
        assert batches[-1][2] == 0
    with database.write(wait=1) as writer:
        writer.execute("delete from quarantine")
