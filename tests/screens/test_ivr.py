"""The IVR's screen: what it says, and where its keys lead."""

from dataclasses import replace

import pytest

from cjm_tui.domain.ivr import FlowFilter
from cjm_tui.screens.ivr import SteppedScreen, touchpoint_screen
from cjm_tui.screens.touchpoint import TouchpointScreen
from tests.screens.app_under_test import opened, press, text_of
from tests.screens.looks import app_in, pressing


def seen(app):
    return " ".join(" ".join(line for line in text_of(app)).split())


async def enter_ivr(app, pilot, *keys):
    app.screen.open_touchpoint("ivr")
    await press(app, pilot, *keys)


def asked(app, kind):
    return [entry for entry in app.session.boards.flow.asked if entry[0] == kind]


async def test_enter_on_an_ivr_shows_ends_that_sum_and_containment_beside_what_became_of_it():
    async with opened() as (app, pilot):
        await enter_ivr(app, pilot)
        text = seen(app)
        assert "NO OWNER for 143 days · 2 open actions · flow v7 since 2 Nov (before: v6)" in text
        ended = text.partition("ENDED ")[2].partition(" = 100%")[0]
        assert sum(int(part.split()[-1]) for part in ended.split(" · ")) == 100
        assert "contained 60.0% [58–62] n=3,000" in text
        assert "but 34.0% [31–37] n=1,000 of those rang back in 7 days" in text
        assert "63.9% [62–66] of the contained are identified" in text
        assert "callers who got to an agent: 18.0% [16–21] n=1,000, excess +16.0" in text
        assert "resolved by itself 26.3% [24–28] n=1,900" in text


async def test_the_tree_folds_says_marks_with_reasons_and_no_share_of_too_few():
    async with opened(size=(120, 40)) as (app, pilot):
        await enter_ivr(app, pilot, "z")
        text = seen(app)
        assert "! Explain my bill" in text
        assert "dead end: none of 600 calls ended well from here" in text
        assert "▲ +22.4" in text
        assert "▲ −0.7" not in text
        assert "too few" not in next(line for line in text_of(app) if "Billing" in line)
        assert " few " in next(line for line in text_of(app) if "Fault" in line)
        app.screen.board.move_to("node:Welcome\x1fBilling")
        await press(app, pilot, "enter")
        assert "Explain my bill" not in "\n".join(text_of(app)[:24])
        await press(app, pilot, "enter")
        assert "! Explain my bill" in seen(app)


async def test_a_figure_has_its_sql_the_calls_behind_it_and_one_call_its_timeline():
    async with opened() as (app, pilot):
        await enter_ivr(app, pilot)
        app.screen.board.move_to("node:Welcome\x1fBilling")
        await press(app, pilot, ".")
        assert asked(app, "figure")[-1][2].place == "Welcome\x1fBilling"
        assert "rests on 7 rows" in seen(app)
        await press(app, pilot, "escape", "tab", "tab", "tab")
        assert "19:49 gave up 61s Welcome › Billing back in 7 days" in seen(app)
        await press(app, pilot, "enter")
        text = seen(app)
        assert "IVR: contained, reason billing" in text
        assert "LATER the same customer" in text
        assert "Agent call: answered, waited 68s" in text


async def test_a_filter_is_for_all_panes_and_goes_with_the_query():
    async with opened() as (app, pilot):
        await enter_ivr(app, pilot, "/", "j", "j", "enter")
        assert asked(app, "ivr")[-1][2] == FlowFilter(segment="home")
        assert "segment home" in text_of(app)[0]
        await press(app, pilot, "tab")
        assert asked(app, "ivr")[-1][2] == FlowFilter(segment="home")
        await press(app, pilot, "6")
        assert "--: segment = home" in seen(app)


async def test_ways_say_excess_raw_and_capped_and_versions_stand_beside_each_other():
    async with opened() as (app, pilot):
        await enter_ivr(app, pilot, "tab")
        text = seen(app)
        assert "back 34.0% [31–37] n=1,000, excess +16.0 [9.0 … 23.0], capped +14.0" in text
        assert "excess +0.3 [−4.3 … 5.3], may be chance" in text
        await press(app, pilot, "tab")
        assert "v7 2 Nov–20 Nov" in seen(app)
        assert "time, median 31s [29s–36s]" in seen(app)


async def test_the_page_of_the_touchpoint_stays_some_panes_further():
    async with opened() as (app, pilot):
        await enter_ivr(app, pilot, *["tab"] * 4)
        assert "GOOD" in seen(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_ivr_looks_as_before(snap_compare, monkeypatch, size):
    before = pressing("j", "j", open_touchpoint="ivr")
    assert snap_compare(app_in("dark", monkeypatch), terminal_size=size, run_before=before)


async def test_a_touchpoint_of_another_channel_with_steps_has_them_after_its_own_panes():
    async with opened() as (app, pilot):
        board = app.screen.data
        lines = board.journeys[0].stages[0].touchpoints
        screens = [
            type(touchpoint_screen(app.session, line.touchpoint_id, line))
            for line in (lines[0], replace(lines[0], has_steps=True))
        ]
        assert screens == [TouchpointScreen, SteppedScreen]
        app.push_screen(SteppedScreen(app.session, lines[0].touchpoint_id))
        await press(app, pilot)
        assert "[overview] breakdown what changed words log flow ways" in seen(app)
        await press(app, pilot, *["tab"] * 5)
        assert "[flow]" in seen(app)
        assert "node" in seen(app)
