"""An action at a touchpoint in words: the same on the page and from the command line."""

from dataclasses import replace
from datetime import date

from cjm_tui.cli.touchpoint import page_lines
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.touchpoint import ActionLine
from cjm_tui.domain.touchpoint_words import action_terms
from cjm_tui.widgets.sheet import Sheet
from cjm_tui.widgets.touchpoint_people import draw_people
from tests.screens.fake_boards import FakeBoards

TODAY = date(2026, 11, 20)
NEXT_YEAR = ActionLine("A-1", "Mend the menu", "live", "", date(2027, 1, 8), "")


def test_a_due_day_of_another_year_says_its_year_and_none_is_said():
    assert action_terms(NEXT_YEAR, TODAY) == "live · NO OWNER · due Fri 8 Jan 2027"
    undated = replace(NEXT_YEAR, owner="Field", due=None, verdict="worked")
    assert action_terms(undated, TODAY) == "live · Field · no date · worked"


def test_the_page_and_the_command_say_the_same_of_an_action():
    boards = FakeBoards()
    somewhere = boards.map.journeys[0].stages[0].touchpoints[0].touchpoint_id
    page = replace(boards.touchpoint(somewhere, "28d", Cancellation()), actions=(NEXT_YEAR,))
    terms = action_terms(NEXT_YEAR, page.state.as_of.date())
    assert f"  Mend the menu · {terms}" in list(page_lines(page))
    sheet = Sheet(120)
    draw_people(sheet, page)
    assert any(spot.words == f"Mend the menu  {terms}" for spot in sheet.spots)
