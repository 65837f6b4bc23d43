"""kill -9 at random moments of an import: all of a batch or none, and the next run completes it."""

import random
import subprocess
import sys
import threading

import pytest

from cjm_tui.store.catalog import load_catalog
from tests.importers.conftest import HEADER

ROWS = 3000
CHILD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from cjm_tui.config import FixedClock
from cjm_tui.domain.imports import ImportOptions
from cjm_tui.services.imports import import_paths
from cjm_tui.store.catalog import load_catalog
from cjm_tui.store.database import Database
import duckdb

catalog = load_catalog()
database = Database(Path(sys.argv[1]), FixedClock(datetime(2026, 11, 20, tzinfo=UTC)), catalog)
print("ready", flush=True)
import_paths(database, catalog, [Path(sys.argv[2])], ImportOptions(), lambda *_: None)
print("done", flush=True)
"""


def file_of(site, number):
    rows = (
        f"{number}-{n},c{number}-{n // 2},web,2026-11-{1 + n % 19:02}T10:{n % 60:02}:00,answered,{n % 90}"
        for n in range(ROWS)
    )
    text = "\n".join([f"{HEADER},outcome,wait_s", *rows, ""])
    return site.write(f"interactions-{number}.csv", text)


def start(site, path):
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(site.database.path), str(path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "ready\n"
    return child


def check(site):
    """All of a batch or nothing of it, in rows, roll-up and ledger alike."""
    batches = site.rows("select batch, accepted from import_batch where status = 'loaded'")
    found = site.rows("select first_batch, count(*) from interaction group by 1")
    assert sorted(found) == sorted(batches)
    assert {count for _, count in found} <= {ROWS}
    rolled = site.rows("select coalesce(sum(n), 0)::bigint from kpi_day where kpi = 'asa'")
    assert rolled == site.rows("select count(*) from interaction where outcome = 'answered'")


def kill_many(site, kills, files, seed):
    chance = random.Random(seed)
    killed = 0
    for number in range(kills):
        path = file_of(site, number % files)
        child = start(site, path)
        timer = threading.Timer(chance.uniform(0, 0.9), child.kill)
        timer.start()
        child.wait()
        timer.cancel()
        killed += child.returncode == -9
        child.stdout.close()
        check(site)
    results = site.load(*(file_of(site, number) for number in range(files)))
    assert {result.status for result in results} <= {"loaded", "unchanged"}
    check(site)
    assert site.rows("select count(*) from interaction") == [(files * ROWS,)]
    assert list(site.database.path.parent.glob("*.staging-*")) == []
    return killed


def test_a_few_kills(new_site):
    assert kill_many(new_site(load_catalog()), 16, 16, seed=1) >= 5


@pytest.mark.soak
def test_two_hundred_kills(new_site):
    assert kill_many(new_site(load_catalog()), 200, 200, seed=2) >= 80


def test_two_imports_at_once_load_a_file_once(new_site):
    site = new_site(load_catalog())
    path = file_of(site, 0)
    children = [start(site, path) for _ in range(3)]
    for child in children:
        assert child.wait(60) == 0
        child.stdout.close()
    assert site.rows("select count(*) from import_batch") == [(1,)]
    check(site)
