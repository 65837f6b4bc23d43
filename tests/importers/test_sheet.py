"""The sheet of refused records as a spreadsheet gets it, and what it gives back."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.text import stored
from cjm_tui.importers.quarantine import _joined
from cjm_tui.importers.sheet import cells_of, defused, restored, sheet_text
from cjm_tui.store.corrections import Origin, RefusedRecord

ORIGIN = Origin("interactions", "Europe/London", ("id", "name", "note"), ";")
CELLS = st.text(st.sampled_from("ab'=+-@\t;,\"\n 0") | st.characters(), max_size=12).map(stored)


def record(raw, **more):
    values = {
        "batch": 3, "file": "x.csv", "line": 7, "column": "name", "reason": "is missing",
        "raw": raw, "cut": False, "masks_stay": "", "customer_key": None,
        "first_batch": 3, "first_line": 7,
    }  # fmt: skip
    return RefusedRecord(**(values | more))


def rows(text, delimiter=";"):
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_it_has_the_files_columns_and_delimiter_and_says_why():
    assert rows(sheet_text(ORIGIN, [record("1;;x")])) == [
        ["id", "name", "note", "cjm_batch", "cjm_line", "cjm_reason"],
        ["1", "", "x", "3", "7", "name: is missing"],
    ]


def test_a_delimiter_that_no_spreadsheet_knows_becomes_a_comma():
    origin = Origin("calls", "UTC", ("a", "b"), "|")
    assert sheet_text(origin, [record("1|2,3")]).splitlines()[1] == '1,"2,3",3,7,name: is missing'


@pytest.mark.parametrize(
    ("raw", "cells", "more"),
    [
        ("1;2", ["1", "2", ""], None),
        ("1;2;3;4;5", ["1", "2", "3"], "4;5"),
        ('1;"2;3', ["1", '"2', "3"], ""),
        ('1;"2;3\n4;5;6', ["1", '"2', "3"], "4;5;6"),
        ('1;"2\n4;5;6', ["1", '"2', ""], "4;5;6"),
        ('1;"a ""b""\nc";3', ["1", 'a "b"\nc', "3"], None),
    ],
)
def test_what_has_no_column_is_kept_beside(raw, cells, more):
    header, row = rows(sheet_text(ORIGIN, [record(raw)]))
    assert row[:3] == cells
    assert (row[header.index("cjm_more")] if "cjm_more" in header else "") == (more or "")


@given(st.lists(CELLS, min_size=3, max_size=3))
def test_cells_are_what_they_were(cells):
    raw = _joined(cells, ";")
    assert cells_of(raw, ORIGIN) == cells
    _, row = rows(sheet_text(ORIGIN, [record(raw)]))
    assert [restored(cell) for cell in row[:3]] == cells


@given(CELLS)
def test_no_cell_is_a_formula(cell):
    shown = defused(cell)
    assert not re.match(r"[=@\t\r]", shown)
    assert not re.match(r"[+-]", shown) or re.fullmatch(r"[+-]?[0-9.eE+-]+", shown)
    assert restored(shown) == cell
