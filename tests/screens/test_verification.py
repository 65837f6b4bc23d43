"""The panes on what came of actions: verdicts, wins, and what slid back."""

from dataclasses import dataclass

import pytest

from cjm_tui.screens.action import ActionScreen
from cjm_tui.screens.effect_pane import EffectPane
from cjm_tui.screens.figure import FigureScreen
from cjm_tui.screens.outcome_panes import OutcomePane, SlidBackPane, WinsPane
from cjm_tui.screens.panes import PanesScreen
from tests.screens.app_under_test import opened, press, settled, text_of
from tests.screens.fake_boards import FakeBoards
from tests.screens.looks import app_in


@dataclass
class Chosen:
    action_id: str = "A-102"


class Outcomes(PanesScreen):
    """The panes as another screen holds them."""

    def __init__(self, session, action_id="A-102"):
        self.chosen = Chosen(action_id)
        self.opened = []
        super().__init__(session)

    def make_panes(self):
        return (
            EffectPane(self.session, self.chosen),
            WinsPane(self.session),
            SlidBackPane(self.session),
        )

    def where(self):
        return ("Actions", self.chosen.action_id)

    def on_outcome_pane_chosen(self, message: OutcomePane.Chosen):
        self.opened.append(message.action_id)


async def show(app, pilot, action_id="A-102"):
    screen = Outcomes(app.session, action_id)
    await app.push_screen(screen)
    await settled(app, pilot)
    return screen


def seen(app):
    return "\n".join(text_of(app))


async def test_the_verdict_stands_with_its_reasons_and_who_disagrees():
    async with opened(size=(120, 60)) as (app, pilot):
        screen = await show(app, pilot)
        await press(app, pilot, "z")
        text = seen(app)
        assert "▲ WORKED" in text
        assert "against Agent call" in text
        assert "H. Lind disagrees: The new bill came in the same month." in text
        assert "The interval lies on the good side of zero." in text
        assert "It holds, to" in text
        assert "× incident" in text
        assert screen.panel_question() is not None


async def test_a_bad_week_is_warned_of_and_no_comparison_is_said():
    async with opened(size=(120, 60)) as (app, pilot):
        await show(app, pilot, "A-104")
        await press(app, pilot, "z")
        text = seen(app)
        assert "Regression to the mean" in text
        assert "no comparison" in text
        assert "SLIDE-BACK WATCH" not in text


async def test_every_figure_leads_to_its_rows_and_days():
    async with opened() as (app, pilot):
        await show(app, pilot)
        await press(app, pilot, "j", "enter")
        assert isinstance(app.screen, FigureScreen)
        before = app.screen.opened_on.period
        assert app.screen.touchpoint_id == "billing-call"
        await press(app, pilot, "escape")
        await press(app, pilot, "j", "j", "full_stop")
        assert app.screen.touchpoint_id == "agent-call"
        assert app.screen.opened_on.period == before
        await press(app, pilot, "escape")
        await press(app, pilot, "G", "full_stop")
        week = app.screen.opened_on.period
        assert (week.last - week.first).days == 6


async def test_wins_stand_under_each_department_and_the_slide_is_elsewhere():
    async with opened() as (app, pilot):
        screen = await show(app, pilot)
        await press(app, pilot, "tab")
        text = seen(app)
        assert text.index("BILLING") < text.index("CONTACT")
        assert text.count("A-102 Agents may correct") == 2
        assert "A-104" not in text
        assert "1 more action worked once and slid back since." in text
        await press(app, pilot, "enter")
        assert screen.opened == ["A-102"]
        await press(app, pilot, "tab")
        text = seen(app)
        assert "A-101 Offer a call back" in text
        assert "CUSUM" in text
        assert "A-102" not in text.split("\n", 3)[3]
        await press(app, pilot, "enter")
        assert screen.opened == ["A-102", "A-101"]


async def test_empty_lists_say_what_it_takes():
    boards = FakeBoards()
    boards.verification.found = ()
    async with opened(boards) as (app, pilot):
        await show(app, pilot)
        await press(app, pilot, "tab")
        assert "No action has been shown to have worked yet." in seen(app)
        await press(app, pilot, "tab")
        assert "Nothing that was reached has slid back." in seen(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("action_id", ["A-102", "A-101"])
def test_the_effect_looks_as_before(snap_compare, monkeypatch, size, action_id):
    async def before(pilot):
        await settled(pilot.app, pilot)
        await show(pilot.app, pilot, action_id)

    assert snap_compare(app_in("dark", monkeypatch), terminal_size=size, run_before=before)


async def test_all_that_went_live_stands_under_its_verdict_with_its_warning():
    async with opened(size=(80, 40)) as (app, pilot):
        await press(app, pilot, "3", "shift+tab")
        text = seen(app)
        assert "[verdicts]" in text
        assert text.index("WORKED  2 actions") < text.index("WORSE  1 action")
        worked, rest = text.split("WORSE")
        assert "A-102" in worked
        assert "SLID BACK: since" in worked.split("A-101")[1].split("A-102")[0]
        assert "Regression to the mean" in rest.split("A-104")[1]


@pytest.mark.parametrize("back", [1, 2, 3])
async def test_enter_opens_the_action_under_the_cursor_in_every_list_of_outcomes(back):
    async with opened(size=(80, 40)) as (app, pilot):
        await press(app, pilot, "3", *["shift+tab"] * back)
        assert isinstance(app.screen.pane, OutcomePane)
        wanted = app.screen.board.spot.words.split()[0]
        assert app.screen.board.action_id == wanted
        await press(app, pilot, "enter")
        assert isinstance(app.screen, ActionScreen)


async def test_screen_3_has_both_lists_and_opens_the_action_with_its_effect():
    async with opened(size=(80, 40)) as (app, pilot):
        await press(app, pilot, "3")
        app.screen.show_pane("wins")
        await settled(app, pilot)
        assert "A-102 Agents may correct" in seen(app)
        await press(app, pilot, "enter")
        app.screen.show_pane("effect")
        await settled(app, pilot)
        assert "▲ WORKED" in seen(app)
