import csv
import io
import json
import os
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.panel import Result
from cjm_tui.domain.text import shown
from cjm_tui.errors import UsageError
from cjm_tui.services.export import Format, show_table, write_result

DATABASE = Path("/nowhere/site.duckdb")


def result(columns, types=None, cut=False):
    table = pa.table(columns)
    names = tuple(columns)
    return Result(names, tuple(types or ["VARCHAR"] * len(names)), table, cut, 0.1)


def written(answer, form):
    stream = io.BytesIO()
    write_result(answer, form, None, stream, DATABASE)
    return stream.getvalue()


@given(st.lists(st.tuples(st.text(), st.integers(-(2**63), 2**63 - 1)), min_size=1))
def test_a_csv_read_back_has_the_cells_of_the_result(rows):
    answer = result({"words": [r[0] for r in rows], "n": [r[1] for r in rows]})
    back = list(csv.reader(io.StringIO(written(answer, Format.CSV).decode())))
    assert back[0] == ["words", "n"]
    for (words, n), cells in zip(rows, back[1:], strict=True):
        assert cells[0].lstrip("'") == shown(words).lstrip("'")
        assert int(cells[1]) == n


def test_a_formula_in_a_cell_or_a_header_is_defused():
    answer = result({"=cmd()": ["=1+1", "+44 7700", "-2.5", "plain"]})
    header, *cells = written(answer, Format.CSV).decode().splitlines()
    assert header == "'=cmd()"
    assert cells == ["'=1+1", "'+44 7700", "-2.5", "plain"]


def test_json_has_row_objects_with_null_for_nan_and_numbers_for_decimals():
    answer = result({"x": [1.5, float("nan"), None], "d": [Decimal("1.10"), None, None]})
    text = written(answer, Format.JSON).decode()
    assert "1.10" in text
    assert json.loads(text) == [
        {"x": 1.5, "d": 1.1},
        {"x": None, "d": None},
        {"x": None, "d": None},
    ]


def test_parquet_keeps_values_and_types(tmp_path):
    import polars as pl

    answer = result({"a": [1, None], "b": ["=x\x1b", "y"]})
    write_result(answer, Format.PARQUET, tmp_path / "x.parquet", io.BytesIO(), DATABASE)
    frame = pl.read_parquet(tmp_path / "x.parquet")
    assert frame["a"].to_list() == [1, None]
    assert frame["b"].to_list() == ["=x\x1b", "y"]


def test_the_table_says_null_aligns_numbers_and_hides_no_control_character():
    answer = result({"name": ["a\x1b[2J", None], "n": [5, 12345]}, ["VARCHAR", "BIGINT"])
    lines = list(show_table(answer, None))
    assert lines[0].split() == ["name", "n"]
    assert lines[1].split() == ["varchar", "bigint"]
    assert lines[3].split() == ["a�[2J", "5"]
    assert lines[4].split() == ["NULL", "12345"]
    assert lines[3].index("5") == lines[4].rindex("5")


def test_the_table_is_cut_to_the_terminal_and_says_so():
    answer = result({"words": ["x" * 500]})
    lines = list(show_table(answer, 40))
    assert all(len(line) <= 40 for line in lines)
    assert lines[-1].endswith("…")


def test_a_failed_export_leaves_what_was_there(tmp_path, monkeypatch):
    target = tmp_path / "x.csv"
    target.write_text("yesterday")
    answer = result({"a": [1]})
    monkeypatch.setattr("cjm_tui.services.export._frame", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_result(answer, Format.CSV, target, io.BytesIO(), DATABASE)
    assert target.read_text() == "yesterday"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("name", ["site.duckdb", "site.duckdb.wal", "site.duckdb.gate"])
def test_an_export_never_overwrites_the_database_or_its_files(tmp_path, name):
    with pytest.raises(UsageError):
        write_result(
            result({"a": [1]}), Format.CSV, tmp_path / name, io.BytesIO(), tmp_path / "site.duckdb"
        )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("named", "output", "form"),
    [(None, None, "table"), ("csv", "x.json", "csv"), (None, "x.PARQUET", "parquet")],
)
def test_the_format_is_the_named_one_or_that_of_the_ending(named, output, form):
    assert Format.choose(named, Path(output) if output else None) == form


def test_an_ending_that_says_no_format_is_refused_with_a_hint():
    with pytest.raises(UsageError) as refusal:
        Format.choose(None, Path("x.xlsx"))
    assert "--format" in refusal.value.hint


def test_an_export_into_a_folder_that_cannot_be_is_refused_in_words(tmp_path):
    for output in (tmp_path, tmp_path / "nowhere" / "x.csv"):
        with pytest.raises(UsageError, match="cannot be written"):
            write_result(result({"a": [1]}), Format.CSV, output, io.BytesIO(), DATABASE)


def test_a_name_that_only_begins_like_the_database_is_free(tmp_path):
    (tmp_path / "site").touch()
    output = tmp_path / "site-export.csv"
    write_result(result({"a": [1]}), Format.CSV, output, io.BytesIO(), tmp_path / "site")
    assert output.read_text() == "a\n1\n"


def test_an_export_follows_a_link_and_writes_into_a_pipe(tmp_path):
    target = tmp_path / "target.csv"
    target.write_text("old")
    (tmp_path / "link.csv").symlink_to(target)
    write_result(result({"a": [1]}), Format.CSV, tmp_path / "link.csv", io.BytesIO(), DATABASE)
    assert (tmp_path / "link.csv").is_symlink()
    assert target.read_text() == "a\n1\n"
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_result(result({"a": [1]}), Format.CSV, tmp_path / "pipe", io.BytesIO(), DATABASE)
    assert os.read(reader, 100) == b"a\n1\n"
    os.close(reader)


def test_a_link_to_the_database_is_the_database(tmp_path):
    (tmp_path / "site.duckdb").write_bytes(b"precious")
    (tmp_path / "x.csv").symlink_to(tmp_path / "site.duckdb")
    with pytest.raises(UsageError, match="itself"):
        write_result(
            result({"a": [1]}),
            Format.CSV,
            tmp_path / "x.csv",
            io.BytesIO(),
            tmp_path / "site.duckdb",
        )
    assert (tmp_path / "site.duckdb").read_bytes() == b"precious"
