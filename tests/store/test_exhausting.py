"""Statements that want everything: time, memory, depth. Each ends, and the next one is answered."""

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cjm_tui.errors import QueryError
from cjm_tui.store.sandbox import run_sql

EXHAUSTING = {
    "a string of many gigabytes": "select repeat('x', 3000000000)",
    "strings that double": "with recursive r as (select 'x' as a union all select a || a from r) select max(len(a)) from r",
    "a list of a billion": "select list_sum(range(3000000000))",
    "an aggregate of everything": "select string_agg(a.range::varchar) from range(10000000) a, range(100) b",
    "a sort that does not fit": "select * from range(200000000) as r(a) order by hash(a)",
    "a join of everything": "select count(*) from range(10000000) a, range(10000000) b",
    "a recursion without end": "with recursive r as (select 1 as a union all select a + 1 from r) select count(*) from r",
    "deep brackets": "select " + "(" * 5_000 + "1" + ")" * 5_000,
    "deep functions": "select " + "abs(" * 3_000 + "1" + ")" * 3_000,
    "deep subqueries": "select * from " + "(select * from " * 500 + "range(1)" + ")" * 500,
    "a long chain of unions": " union all ".join(["select 1"] * 3_000),
    "a hundred thousand columns": "select " + ", ".join(f"{n} as c{n}" for n in range(100_000)),
    "a regular expression that backtracks": "select regexp_matches(repeat('a', 5000000), '(a|aa)*(a|aa)*(a|aa)*b')",
    "a regular expression that is large": "select regexp_matches('x', '((((x{1,100}){1,100}){1,100}){1,100})')",
    "a like of many stars": f"select repeat('a', 1000000) like '{'%a' * 500}%b'",
    "a distance of long strings": "select levenshtein(repeat('a', 200000), repeat('b', 200000))",
    "a pivot without end": "pivot (select range as k, range as v from range(200000)) on k using sum(v)",
    "numbers without end": "select factorial(100000000)",
    "a million rows of a kilobyte": "select repeat('x', 1000) from range(5000000)",
}


@pytest.mark.parametrize("what", EXHAUSTING)
def test_it_ends_in_time_and_the_next_question_is_answered(database, what):
    before = database.path.read_bytes()
    started = time.monotonic()
    said = ""
    try:
        rows = run_sql(database, EXHAUSTING[what], limit=1_000, timeout=2.0).table.num_rows
    except QueryError as error:
        rows, said = 0, error.message + error.hint
    assert bool(said) != bool(rows)
    assert rows <= 1_000
    assert "Traceback" not in said
    assert time.monotonic() - started < 30
    assert database.path.read_bytes() == before
    assert run_sql(database, "select 42 as a").table.to_pylist() == [{"a": 42}]


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    """Answers in one child for all examples: starting one for each is dear."""
    import subprocess
    import sys
    import textwrap
    from datetime import UTC, datetime

    from cjm_tui.config import FixedClock
    from cjm_tui.store.database import Database

    now = FixedClock(datetime(2026, 11, 21, tzinfo=UTC))
    database = Database.create(tmp_path_factory.mktemp("fuzz") / "x.duckdb", "UTC", now)
    source = """
    import dataclasses, json, os, sys
    from pathlib import Path
    from cjm_tui.store.sandbox_child import run
    from cjm_tui.store.sandbox_protocol import Job
    class Writer:
        def begin(self, start): pass
        def rows(self, batch): pass
    for line in sys.stdin:
        sql, params = json.loads(line)
        job = Job(Path(sys.argv[1]), sql, params, 10, 5.0, 1.0, os.getppid())
        print(json.dumps(dataclasses.asdict(run(job, Writer()))), flush=True)
    """
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(source), str(database.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def ask(sql, params):
        child.stdin.write(json.dumps([sql, params]) + "\n")
        child.stdin.flush()
        return json.loads(child.stdout.readline())

    yield ask
    child.stdin.close()
    child.kill()
    child.wait()


WORDS = st.sampled_from(
    [
        "select",
        "from",
        "holiday",
        "day",
        "1",
        "'x'",
        "$a",
        "(",
        ")",
        ",",
        ";",
        "*",
        "with",
        "as",
        "--",
        "/*",
        "\n",
        '"',
        "'",
        "$$",
    ]
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=15).map(" ".join)),
    st.dictionaries(
        st.sampled_from(["a", "b"]), st.one_of(st.none(), st.integers(), st.floats(), st.text())
    ),
)
def test_any_text_is_answered_or_refused_in_words(answer, sql, params):
    header = answer(sql, params)
    assert bool(header["error"]) or header["seconds"] >= 0
    assert "Traceback" not in header["error"]
    if header["place"]:
        line, column = header["place"]
        lines = sql.split("\n")
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
