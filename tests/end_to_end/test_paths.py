"""Paths on the sample company: the planted desire path, its control, and a lead's walk along it."""

import json
import re
import tomllib
from datetime import UTC, datetime

import pytest

from cjm_tui.config import FixedClock
from cjm_tui.domain import path_marks
from cjm_tui.domain.path_rules import PathWish
from cjm_tui.services.figure import figure_rows
from cjm_tui.services.path_figure import path_figure
from cjm_tui.services.paths import paths
from cjm_tui.store.catalog import load_catalog
from cjm_tui.store.database import Database
from tests.end_to_end.conftest import CJM, ROOT
from tests.end_to_end.terminal import terminal

PLANTED = tomllib.loads((ROOT / "sample_data" / "planted.toml").read_text())["desire_path"]
MORNING = "2026-11-21T07:30"


@pytest.fixture
def reader(demo_master):
    catalog = load_catalog()
    clock = FixedClock(datetime(2026, 11, 21, 7, 30, tzinfo=UTC))
    with Database(demo_master, clock, catalog).read() as reader:
        yield reader, catalog


@pytest.fixture
def ask(demo_master, cjm_here, monkeypatch):
    monkeypatch.setenv("CJM_NOW", MORNING)
    return lambda *words: cjm_here("--db", demo_master, "paths", *words)


@pytest.mark.parametrize("period", ["28d", "all"])
def test_the_planted_desire_path_is_on_top_and_its_control_is_not(reader, period):
    found = paths(*reader, period)
    top = found.deviations[0]
    assert (top.touchpoint_id, top.next_id) == (PLANTED["form"], PLANTED["then"][0])
    assert top.sure
    assert abs(100 * top.paths / top.of - PLANTED["share_of_form_visits"]) < 3
    assert top.beside.share / top.beside.other_share >= PLANTED["ring_back_times"]
    control = [one for one in found.deviations if one.touchpoint_id == PLANTED["control"]]
    assert not any(one.sure for one in control)
    assert all(one.paths / one.of < 0.06 for one in control)


def test_every_figure_of_the_company_has_its_rows(reader):
    found = paths(*reader, "28d")
    assert sum(one.paths for one in found.variants) == found.totals.paths
    marks = [
        path_marks.of_all(found),
        path_marks.of_variant(found, found.variants[6]),
        path_marks.of_deviation(found, found.deviations[0]),
        path_marks.of_move(found, found.moves[0]),
        path_marks.of_loop(found, found.loops[1]),
        path_marks.of_switch(found.switches[0]),
    ]
    for mark in marks:
        behind = path_figure(*reader, "28d", PathWish(), mark)
        assert figure_rows(reader[0], behind.rows, 1).total == mark.n > 0, mark


def test_the_command_says_it_in_words_and_as_json(ask):
    code, printed = ask("--deviations")
    assert code == 0
    first = next(line for line in printed.splitlines() if line.startswith("  1. "))
    assert "32% of those at Fault form turn to IVR (133 of 417)" in first
    assert "they come back 3.1 times as often: 16% [10–24] of 103" in first
    code, printed = ask("--json")
    found = json.loads(printed)
    assert sum(one["paths"] for one in found["variants"]) == found["totals"]["paths"]
    assert found["deviations"][0]["from"] == PLANTED["form"]
    code, printed = ask("--after", "Fault form", "--rows", "--line", "2")
    assert "133 rows = the 133 behind Fault form → IVR" in printed


def test_rules_are_options_and_wrong_ones_are_usage_errors(ask):
    code, printed = ask("--gap", "7d")
    assert code == 0
    assert "A path ends after 7 days of silence" in printed
    assert "within 28 days of its end" in printed
    for words in (("--gap", "soon"), ("--after", "Nowhere"), ("--line", "3"), ("--segment", "x")):
        code, printed = ask(*words)
        assert code == 2, printed
    code, printed = ask("--deviations", "--loops")
    assert code == 2


def test_the_sql_of_a_line_runs_as_it_stands(ask, demo_master, cjm_here, monkeypatch):
    _, sql = ask("--loops", "--line", "1", "--sql")
    monkeypatch.setenv("CJM_NOW", MORNING)
    code, printed = cjm_here("--db", demo_master, "sql", sql, "--limit", "3")
    assert code == 0, printed
    assert "first 3 of 156 rows" in printed


def test_a_lead_finds_the_desire_path_its_customers_and_their_words(demo):
    environ = {"CJM_NOW": MORNING}
    with terminal([*CJM, "--db", str(demo)], environ=environ) as lead:
        lead.until("data until").until("IVR")
        lead.press("p")
        lead.until(r"8,572 paths of 10,312 legs")
        lead.press("\t")
        lead.until(r"32% of those at Fault form turn to IVR")
        lead.press("\r")
        lead.until(r"rests on 133 rows")
        lead.press("\r")
        lead.until(r"133 rows = the 133 behind 32% of those at Fault form")
        lead.press("v")
        lead.until(r"words \(\d+\)")
        lead.press("\x1b")
        lead.until(r"133 rows")
        lead.press("\x1b")
        lead.until(r"rests on 133 rows")
        lead.press("\x1b")
        lead.until(r"\[deviations\]")
        lead.press("/")
        lead.press(*"gap:3d")
        lead.press("\r")
        lead.until(r"Paths › /gap:3d")
        lead.press("\x1b")
        lead.until(r"Paths +data until")
        lead.settle()
        assert lead.listen(2.0) == 0
        assert not re.search("Traceback", lead.text)
