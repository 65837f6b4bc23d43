from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.buffers import Buffer, Buffers, Run
from cjm_tui.errors import CjmError
from cjm_tui.services.desk import Desk

DATABASE = Path("/srv/cjm.duckdb")
AT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "state", DATABASE)


def test_there_is_an_empty_buffer_to_begin_with(desk):
    assert desk.buffers() == Buffers((Buffer("1"),), 0)


@given(
    texts=st.lists(st.tuples(st.text(max_size=20), st.integers(0, 9)), min_size=1, max_size=4),
    current=st.integers(0, 3),
)
def test_buffers_come_back_as_they_were_kept(tmp_path_factory, texts, current):
    desk = Desk(tmp_path_factory.mktemp("desk"), DATABASE)
    kept = Buffers(
        tuple(Buffer(str(n), text, (at, at)) for n, (text, at) in enumerate(texts)),
        min(current, len(texts) - 1),
    )
    desk.keep(kept)
    assert desk.buffers() == kept


def test_they_are_the_persons_own_and_each_databases_apart(desk, tmp_path):
    desk.keep(Buffers((Buffer("1", "select 1"),)))
    (file,) = (tmp_path / "state").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert Desk(tmp_path / "state", Path("/other.duckdb")).buffers() == Buffers()


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        '{"open": [], "current": 0}',
        '{"open": [{}]}',
        '{"open": [{"name": "1", "text": "", "cursor": [1e999, 0]}], "current": 0}',
    ],
)
def test_damaged_buffers_are_no_reason_not_to_open(desk, tmp_path, damage):
    desk.keep(Buffers((Buffer("1", "select 1"),)))
    (file,) = (tmp_path / "state").iterdir()
    file.write_text(damage)
    assert desk.buffers() == Buffers()


def test_half_a_character_is_kept_with_what_was_run(desk):
    desk.keep(Buffers((Buffer("1", "select '\udcff'"),)))
    desk.remember(Run(AT, "select '\udcff'", "1 row"))
    assert desk.buffers().shown.text == desk.history()[0].sql == "select '\udcff'"


def test_what_cannot_be_kept_is_said(tmp_path):
    (tmp_path / "state").write_text("a file where the folder should be")
    with pytest.raises(CjmError, match="cannot be kept"):
        Desk(tmp_path / "state", DATABASE).keep(Buffers())


def test_history_is_newest_first_each_text_once_and_searched_by_words(desk, tmp_path):
    for number, sql in enumerate(["select 1", "from contact", "select 1", "FROM feedback"]):
        desk.remember(Run(AT + timedelta(minutes=number), sql, "1 row", 0.5))
    assert [run.sql for run in desk.history()] == ["FROM feedback", "select 1", "from contact"]
    assert [run.sql for run in desk.history("from feed")] == ["FROM feedback"]
    (file,) = (tmp_path / "state").iterdir()
    with file.open("a") as stream:
        stream.write('{"at": "2026')  # cut short by a crash
    desk.remember(Run(AT, "select 9", "1 row"))
    assert "from contact" in [run.sql for run in desk.history()]


def test_history_does_not_grow_for_ever(desk, tmp_path):
    for number in range(5):
        desk.remember(Run(AT, f"select {number} " + "x" * 1_500_000, "1 row"))
    (file,) = (tmp_path / "state").iterdir()
    assert file.stat().st_size < 9_000_000
    assert desk.history()[0].sql.startswith("select 4")


def test_an_empty_buffer_is_used_before_another_one_is_opened():
    first = Buffers().with_new("select 1", "csat")
    assert [(b.name, b.text) for b in first.open] == [("csat", "select 1")]
    second = first.with_new("select 2", "csat")
    assert [b.name for b in second.open] == ["csat", "csat 2"]
    assert second.shown.text == "select 2"
    assert second.turned(1).shown.text == "select 1"
    assert second.without_shown().shown.text == "select 1"
    assert second.without_shown().without_shown() == Buffers()
