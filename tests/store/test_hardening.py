"""Hostile statements on the hardened connection itself, not only before it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MARK = "the-contents-that-must-not-leak"
STATEMENTS = [
    line
    for line in Path(__file__).with_name("hostile.sql").read_text().splitlines()
    if line and not line.startswith("--")
]
RUN = """
import json, sys, time
from pathlib import Path
import duckdb, polars, pyarrow
from cjm_tui.store.hardening import harden
secret_frame = polars.DataFrame({"a": [sys.argv[3]]})
secret_table = pyarrow.table({"a": [sys.argv[3]]})
secret_list = [sys.argv[3]]
said = []
for statement in json.loads(sys.stdin.readline()):
    if sys.argv[4:] == ["plain"]:
        connection = duckdb.connect(sys.argv[1], read_only=True)
    else:
        connection = harden(Path(sys.argv[1]), time.monotonic())
    try:
        said.append(["ran", repr(connection.execute(statement).fetchall())])
    except (duckdb.Error, RuntimeError) as error:
        said.append(["refused", str(error)])
    connection.close()
print(json.dumps(said))
"""
# What the connection lets through, because it harms nobody: it stays in memory.
HARMLESS = (
    "install json",  # linked in
    "from duckdb_secrets()",
    "from which_secret",
    "attach ':memory:'",
    "pragma",
    "prepare",
    "create temp table",
    "create secret",
    "set search_path",
    "checkpoint",  # nothing to do: the file is open for reading
    "force checkpoint",
    "vacuum",
    "analyze",
    "start transaction",
    "begin transaction",
    "call pragma_version",
    "call truncate_duckdb_logs",
    "call duckdb_logs_parsed",
    "call disable_logging",
    "drop view if exists",
    "drop macro if exists",
    "detach database if exists",
    "load 'parquet",  # linked in
    "create temp",
    "create or replace temp",
    "use temp",
    "use system",
    "set schema 'temp'",
)


def surroundings(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def victim(database, spawn, tmp_path):
    """A database with committed rows still in its log, and a file that is nobody's business."""
    spawn(
        """
        import os, signal, sys, duckdb
        connection = duckdb.connect(sys.argv[1])
        connection.execute("set wal_autocheckpoint = '1TB'")
        connection.execute("insert into holiday (day, name) values ('2026-12-25', 'in the log')")
        os.kill(os.getpid(), signal.SIGKILL)
        """,
        database.path,
    ).communicate()
    secret = tmp_path / "secret.csv"
    secret.write_text(f"a,b\n1,{MARK}\n")
    (tmp_path / "link.csv").symlink_to(secret)
    (tmp_path / "link.duckdb").symlink_to(database.path)
    return database, secret


@pytest.fixture
def outcomes(victim, spawn, tmp_path):
    database, secret = victim
    names = {"db": database.path, "folder": tmp_path, "secret": secret}
    statements = [line.format(**names) for line in STATEMENTS]
    before = surroundings(tmp_path)
    process = spawn(
        RUN,
        database.path,
        secret,
        MARK,
        cwd=tmp_path,
        env={**os.environ, "CJM_TEST_SECRET": MARK, "HOME": str(tmp_path)},
    )
    output, _ = process.communicate(json.dumps(statements) + "\n", timeout=120)
    assert process.returncode == 0
    return dict(zip(STATEMENTS, json.loads(output), strict=True)), before


def test_the_corpus_is_large():
    assert len(set(STATEMENTS)) >= 200


def test_hostile_statements_change_nothing_create_nothing_and_learn_nothing(
    outcomes, victim, tmp_path
):
    said, before = outcomes
    after = surroundings(tmp_path)
    assert sorted(after) == sorted(before)
    assert [name for name in after if after[name] != before[name]] == []
    assert not Path("/dev/shm/cjm-new.csv").exists()
    leaked = [statement for statement, (_, text) in said.items() if MARK in text or "root:" in text]
    assert leaked == []
    database, _ = victim
    with database.read(wait=1) as reader:
        assert reader.rows("select name from holiday") == [("in the log",)]
    ran = {statement for statement, (outcome, _) in said.items() if outcome == "ran"}
    assert {statement for statement in ran if not statement.startswith(HARMLESS)} == set()


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here")
def test_the_process_opens_nothing_to_write_and_nothing_of_anybody_elses(victim, spawn, tmp_path):
    """As the kernel saw it: of all files, only the database and its log, and only to read."""
    database, secret = victim
    names = {"db": database.path, "folder": tmp_path, "secret": secret}
    trace = tmp_path / "trace"
    python = [sys.executable, "-P", "-c", RUN, str(database.path), str(secret), MARK]
    process = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=file", "-o", trace, *python],
        input=json.dumps([line.format(**names) for line in STATEMENTS]) + "\n",
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=300,
        check=False,
    )
    if process.returncode and "ptrace" in process.stderr.lower():
        pytest.skip("nobody may be traced here")
    assert process.returncode == 0, process.stderr[-500:]
    calls = [line for line in trace.read_text().splitlines() if str(tmp_path) in line]
    own = (f'"{database.path}"', f'"{database.path}.wal"')
    opened = [line for line in calls if "open" in line.partition("(")[0] and " ENOENT" not in line]
    assert opened, "the trace has seen nothing"
    assert [line for line in opened if not any(name in line for name in own)] == []
    assert [line for line in opened if "O_RDONLY" not in line] == []
    changing = ("unlink", "rename", "mkdir", "rmdir", "link", "symlink", "truncate", "chmod")
    assert [c for c in calls if c.split()[1].startswith(changing)] == []


def run(spawn, database, secret, statements, *mode):
    process = spawn(RUN, database.path, secret, MARK, *mode)
    return json.loads(process.communicate(json.dumps(statements) + "\n")[0])


def test_an_ordinary_question_is_answered(victim, spawn):
    database, secret = victim
    statement = "select name from holiday"
    assert run(spawn, database, secret, [statement]) == [["ran", "[('in the log',)]"]]


def test_without_hardening_the_same_statements_do_harm(victim, spawn):
    """So the tests above can fail."""
    database, secret = victim
    learn = f"select content from read_text('{secret}')"
    harm = f"copy (select 1) to '{database.path}' (use_tmp_file false)"
    before = database.path.read_bytes()
    (_, learned), _ = run(spawn, database, secret, [learn, harm], "plain")
    assert MARK in learned
    assert database.path.read_bytes() != before
