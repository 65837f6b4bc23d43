"""Screen 3: lists, filter, the action beside the list, its verbs by key, opportunities."""

from dataclasses import dataclass, field

import pytest

from cjm_tui.app import CjmApp
from cjm_tui.domain.action_start import Start, start_of
from cjm_tui.domain.actions import GateError
from cjm_tui.domain.buffers import Buffer, Buffers
from cjm_tui.domain.form import Form, FormField, Saved
from cjm_tui.errors import CjmError
from cjm_tui.screens.action import ActionScreen
from cjm_tui.screens.figure import FigureScreen
from cjm_tui.screens.form import FormScreen
from cjm_tui.screens.query import QueryScreen
from tests.screens.app_under_test import RecordingDriver, opened, press, text_of
from tests.screens.fake_actions import actions, traced
from tests.screens.fake_boards import FakeBoards
from tests.screens.fake_panel import FakePanel
from tests.screens.looks import SIZES, pressing
from tests.screens.test_silence import sent

_ASKED = "--: kind = ivr\nselect 1 where $kind = 'ivr'"


@dataclass
class ActingBoards(FakeBoards):
    """Keeps which forms were asked for, and what was saved."""

    forms: list[tuple[str, str, str]] = field(default_factory=list)
    saves: list[dict[str, str]] = field(default_factory=list)
    refusal: CjmError | None = None

    def form(self, noun, identity, about, query):
        self.forms.append((noun, identity, about))
        if self.refusal is not None:
            raise self.refusal
        return Form(noun, identity, "it", (FormField("title", "action", required=True),), about)

    def save(self, form, answers):
        self.saves.append(dict(answers))
        return Saved(form.noun, "A-112", answers["title"], ("proposed",))


def seen(app):
    return "\n".join(text_of(app))


async def test_three_opens_the_open_ones_by_due_date():
    async with opened() as (app, pilot):
        await press(app, pilot, "3")
        text = seen(app)
        assert text_of(app)[0].startswith(" Actions › open, by due date")
        assert "OVERDUE 8 days" in text
        assert "NO OWNER" in text
        assert "sponsor to decide" in text
        assert "A-101" not in text, "it is closed"
        assert (
            text.index("A-108") < text.index("LIVE, WAITING FOR THE EFFECT") < text.index("A-106")
        )


async def test_lists_follow_each_other_and_an_action_stands_under_each_department():
    async with opened() as (app, pilot):
        await press(app, pilot, "3")
        await press(app, pilot, "w")
        assert "S. KAUR  1 action" in seen(app)
        assert "HAS LEFT" not in text_of(app)[3]
        await press(app, pilot, "w")
        text = seen(app)
        assert "FIELD  1 action" in text
        assert text.count("A-107") == 2, "it is of Technology and Field"
        await press(app, pilot, "w")
        assert "nothing moved for 14 days · 1 action" in seen(app)
        await press(app, pilot, "w", "w")
        assert "waiting for a sponsor's decision" in text_of(app)[0]
        assert "A-108" in seen(app)
        await press(app, pilot, "w")
        text = seen(app)
        assert text.index("QUICK WIN") < text.index("LONG TERM") < text.index("NOT SAID")
        await press(app, pilot, "w")
        assert "A-101" in seen(app)
        await press(app, pilot, "W", "w", "w")
        assert "open, by due date" in text_of(app)[0]


async def test_the_filter_narrows_by_words_and_facets_and_esc_takes_it_away():
    async with opened() as (app, pilot):
        await press(app, pilot, "3")
        await press(app, pilot, "slash")
        await press(app, pilot, *"flag:overdue")
        assert "A-105" in seen(app)
        assert "A-107" not in seen(app)
        await press(app, pilot, "enter")
        assert "/flag:overdue" in text_of(app)[0]
        await press(app, pilot, "escape")
        assert "A-107" in seen(app)
        await press(app, pilot, "slash")
        await press(app, pilot, *"nowhere to be found")
        assert "The filter keeps none of them" in seen(app)


async def test_enter_opens_the_action_with_its_gates_and_parts():
    async with opened() as (app, pilot):
        await press(app, pilot, "3", "enter")
        assert isinstance(app.screen, ActionScreen)
        text = seen(app)
        assert "stalled: nothing has moved for 15 days" in text
        assert "frozen 6 Nov 2026 by ann, when work began" in text
        assert "repeat_7d from 21.00 by −8.00 until 1 Feb 2027 (worthwhile from" in text
        assert "→ live          lacks training sign-off by the contact centre's management" in text
        await press(app, pilot, "G")
        text = seen(app)
        assert "21 May 2027     six months on · 6 months" in text
        assert "all agents · huddle: new prompt" in text
        assert "31.9" in text
        assert "n=1,893, 24 Oct – 13 Nov 2026" in " ".join(text.split())
        await press(app, pilot, "tab")
        text = seen(app)
        assert "mind the holidays  taken back" in text
        assert "due 2026-12-01 → 2026-11-13  sooner" in text
        await press(app, pilot, "escape")
        assert app.screen.board.action.action_id == "A-105"


async def test_beside_the_list_stands_the_action_under_its_cursor():
    async with opened(size=(140, 40)) as (app, pilot):
        await press(app, pilot, "3")
        assert "OVERDUE 8 days · long term · IVR" in seen(app)
        await press(app, pilot, "j")
        text = seen(app)
        assert "objects · T. Boyd · 12 Nov · no vans" in text
        assert app.session.boards.actions.asked.count("page A-107") == 1


@pytest.mark.parametrize(
    ("key", "form"),
    [
        ("c", ("action_comment", "", ":A-105")),
        ("d", ("action_word", "", ":A-105")),
        ("M", ("action_milestone", "", ":A-105")),
        ("C", ("action_communication", "", ":A-105")),
        ("T", ("action_sign_off", "", ":A-105")),
        ("R", ("action_reopen", "", ":A-105")),
        ("e", ("action", "A-105", "")),
    ],
)
async def test_each_verb_has_its_key(key, form):
    boards = ActingBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "3", key)
        assert boards.forms == [form]
        assert isinstance(app.screen, FormScreen)


async def test_moving_says_what_each_state_lacks_and_a_gate_names_it():
    boards = ActingBoards(refusal=GateError("A-105 cannot become live: it lacks x."))
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "3", "m")
        text = seen(app)
        assert "live       lacks training sign-off" in text
        assert "abandoned  with a reason" in text
        await press(app, pilot, "enter")
        assert boards.forms == [("action_move", "", "live:A-105")]
        assert "A-105 cannot become live: it lacks x." in text_of(app)[-1]


async def test_taking_back_is_one_key_and_says_what_it_did():
    boards = ActingBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "3", "u")
        assert "undo A-105" in boards.actions.asked
        assert "took back: due 2026-11-13 → 2026-12-01" in text_of(app)[-1]
        assert boards.actions.asked.count("board") == 2
        boards.actions.refusal = CjmError("You may look, not change: it is not yours to write.")
        await press(app, pilot, "u")
        assert "You may look, not change" in text_of(app)[-1]


async def test_what_slid_back_is_opened_again_where_it_is_listed():
    boards = ActingBoards()
    boards.actions.opportunities = traced()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "3", "shift+tab", "shift+tab", "shift+tab")
        assert "R open again" in text_of(app)[-1]
        await press(app, pilot, "R")
        assert boards.forms == [("action_reopen", "", ":A-101")]
        await press(app, pilot, "escape", "shift+tab", "c")
        assert "there is no action under the cursor" in text_of(app)[-1], "an opportunity"
        await press(app, pilot, "j", "j", "c")
        assert boards.forms[1:] == [("action_comment", "", ":A-105")]


async def test_an_action_takes_the_number_under_the_cursor_along():
    boards = ActingBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "a")
        start = start_of(boards.forms[0][2])
        assert (start.touchpoint, start.kpi, start.period) == ("web-shop", "csat", "28d")
        await press(app, pilot, *"Fix it")
        await press(app, pilot, "f5")
        assert boards.saves == [{"title": "Fix it"}]
        assert "saved Fix it: proposed" in text_of(app)[-1]
        await press(app, pilot, "enter", "b", "j", "a")
        start = start_of(boards.forms[1][2])
        assert start.touchpoint == "web-shop"
        assert start.cut.values, "a part of the breakdown"


def test_a_start_survives_as_text():
    start = Start("ivr", "csat", "28d", proposition="x", sql="select 'ü'", said="n 3")
    assert start_of(start.text) == start
    assert start_of("IVR") == Start(touchpoint="IVR")


async def test_a_proposes_from_the_sql_behind_a_number_and_from_an_answer_of_the_panel():
    boards = ActingBoards(panel=FakePanel(kept=Buffers((Buffer("1", _ASKED, (1, 0)),))))
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "full_stop")
        shown = app.screen
        assert isinstance(shown, FigureScreen)
        await press(app, pilot, "a")
        assert isinstance(app.screen, FormScreen)
        started = start_of(boards.forms[0][2])
        assert (started.touchpoint, started.kpi) == (shown.touchpoint_id, shown.kpi.name)
        assert started.period == shown.period
        await press(app, pilot, "escape")
        app.push_screen(QueryScreen(app.session))
        await press(app, pilot, "f5", "escape", "down", "right", "a")
        assert isinstance(app.screen, FormScreen)
        started = start_of(boards.forms[1][2])
        assert started.sql == _ASKED
        assert started.said == "n 9"
        await press(app, pilot, *"Look into it", "f5")
        assert boards.saves == [{"title": "Look into it"}]
        assert "Look into it" in text_of(app)[-1]


async def test_an_action_on_the_touchpoints_page_opens():
    async with opened() as (app, pilot):
        boards = app.session.boards
        await press(app, pilot, "enter")
        spots = [s.key for s in app.screen.board.picture.spots if s.key.startswith("action:")]
        boards.actions.found = tuple(
            type(found)(**{**_plain(found), "action_id": spots[0].partition(":")[2]})
            for found in actions()[:1]
        )
        app.screen.board.move_to(spots[0])
        await press(app, pilot, "enter")
        assert isinstance(app.screen, ActionScreen)
        assert "A way to a person from Explain my bill" in seen(app)


def _plain(found):
    return {name: getattr(found, name) for name in type(found).__dataclass_fields__}


async def test_without_actions_the_screen_says_what_they_are_for_and_how_to_begin():
    boards = FakeBoards()
    boards.actions.found = ()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "3")
        text = seen(app)
        assert "No action yet. A map changes nothing until a gap has an owner" in text
        assert "a proposes one" in text
        await press(app, pilot, "u")
        assert "there is no action under the cursor" in text_of(app)[-1]


async def test_opportunities_lead_to_propositions_and_those_to_actions():
    boards = ActingBoards()
    boards.actions.opportunities = traced()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "3", "tab", "tab")
        text = seen(app)
        assert text.index("Callers cannot") < text.index("→ A way to") < text.index("A-105")
        await press(app, pilot, "p")
        assert boards.forms == [("proposition", "", "stuck")]
        await press(app, pilot, "escape", "j", "p")
        assert start_of(boards.forms[1][2]).proposition == "way-out"
        await press(app, pilot, "escape", "j", "enter")
        assert isinstance(app.screen, ActionScreen)


async def test_nothing_is_sent_while_nothing_changes():
    async with opened(driver=RecordingDriver) as (app, pilot):
        await press(app, pilot, "3")
        RecordingDriver.written.clear()
        app.poll()
        await pilot.pause()
        assert sent() == 0


@pytest.mark.parametrize("size", SIZES[:2], ids=["80x24", "120x40"])
@pytest.mark.parametrize(
    "keys", [("3",), ("3", "w", "w"), ("3", "enter")], ids=["due", "dept", "one"]
)
def test_the_actions_look_as_before(snap_compare, size, keys):
    app = CjmApp(FakeBoards(), poll_seconds=None)
    assert snap_compare(app, terminal_size=size, run_before=pressing(*keys))
