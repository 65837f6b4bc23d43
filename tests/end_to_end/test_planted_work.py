"""What is planted in the sample's work and departments is found, and its controls are not."""

import tomllib
from datetime import UTC, datetime

import pytest

from cjm_tui.config import FixedClock
from cjm_tui.domain.action_lists import ActionList, flags, listed
from cjm_tui.domain.action_words import ahead
from cjm_tui.domain.actions import State
from cjm_tui.services.actions import action_board, action_page, trace
from cjm_tui.services.departments import departments
from cjm_tui.store.catalog import load_catalog
from cjm_tui.store.database import Database
from tests.end_to_end.conftest import ROOT

PLANTED = tomllib.loads((ROOT / "sample_data" / "planted.toml").read_text())
MORNING = FixedClock(datetime(2026, 11, 21, 7, 30, tzinfo=UTC))


@pytest.fixture(scope="module")
def reader(demo_master):
    with Database(demo_master, MORNING, load_catalog()).read() as opened:
        yield opened


@pytest.fixture(scope="module")
def board(reader):
    return action_board(reader)


def flagged(board, flag):
    return {one.action_id for one in board.actions if flag in flags(one, board.today)}


def test_what_stalls_is_late_or_objected_to_stands_out(board):
    assert flagged(board, "stalled") == {PLANTED["stalled"]["action"]}
    (still,) = listed(ActionList.STALLED, board.actions, board.today)[0].actions
    assert still.still_for(board.today) == (board.today - PLANTED["stalled"]["since"]).days
    assert flagged(board, "objected") == {PLANTED["objects"]["action"]}
    assert flagged(board, "milestone_late") == {PLANTED["late_milestone"]["action"]}


def test_the_sponsor_is_waited_for_where_a_department_objects(board):
    (group,) = listed(ActionList.SPONSOR, board.actions, board.today)
    (waiting,) = group.actions
    assert waiting.action_id == PLANTED["objects"]["action"]
    assert waiting.waits_for_sponsor == f"agree, though {PLANTED['objects']['department']} objects"


@pytest.mark.parametrize("action_id", PLANTED["milestones_ahead"]["actions"])
def test_milestones_lie_six_twelve_and_eighteen_months_ahead(reader, board, action_id):
    page = action_page(reader, action_id)
    said = [ahead(one.due, board.today) for one in page.milestones if one.done_at is None]
    wanted = [f"{months} months" for months in PLANTED["milestones_ahead"]["months"]]
    assert [one for one in said if one in wanted] == wanted


def test_whatever_went_live_was_told_and_signed_off_before(board):
    live = [a for a in board.actions if a.state in (State.LIVE, State.EVALUATED, State.CLOSED)]
    assert len(live) > 4
    assert all(one.told and one.training.given for one in live)


def test_actions_come_from_opportunities(reader):
    roots = {
        found.action_id: root.title
        for root in trace(reader).opportunities
        for chosen in root.propositions
        for found in chosen.actions
    }
    assert roots["A-105"] == roots["A-106"] != roots["A-102"]


def test_one_stage_has_no_lead_and_technology_is_targeted_on_an_output(reader):
    found = departments(reader, load_catalog())
    assert [one.stage for one in found.stages if not one.lead] == [PLANTED["no_lead"]["stage"]]
    truth = PLANTED["targeted_on_outcomes"]
    covered = [one.name for one in found.lines if one.outcomes]
    assert covered == truth["departments"]
    control = next(one for one in found.lines if one.name == truth["control"])
    assert [one.kpi_class for one in control.objectives] == ["output"]
