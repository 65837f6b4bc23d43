"""Screen 1 as a lead uses it: by keyboard, while others write."""

from dataclasses import replace
from datetime import date

import pytest

from cjm_tui.domain.kpi import ResponseRate
from cjm_tui.errors import BusyError, CjmError, QueryCancelledError
from tests.screens.app_under_test import opened, press, settled, text_of
from tests.screens.fake_boards import FakeBoards, incomplete, journey_map


def changed(known, touchpoint_id, **fields):
    """Return the map with other figures for one touchpoint."""
    journey = known.journeys[0]
    stages = tuple(
        replace(
            stage,
            touchpoints=tuple(
                replace(score, **fields) if score.touchpoint_id == touchpoint_id else score
                for score in stage.touchpoints
            ),
        )
        for stage in journey.stages
    )
    return replace(known, journeys=(replace(journey, stages=stages),))


async def write(app, pilot, boards, new_map):
    """Somebody writes, and the next look at the file's stamp comes."""
    boards.map = new_map
    boards.stamp_value += 1
    app.poll()
    await settled(app, pilot)


async def test_title_says_where_and_how_current():
    async with opened() as (app, _):
        title = text_of(app)[0]
        assert title.startswith(" Broadband › Journey map")
        assert title.endswith("data until Fri 20 Nov · live · 28 days ")


async def test_narrow_title_still_says_where_one_is():
    boards = FakeBoards()
    boards.map = incomplete(boards.map)
    async with opened(boards, size=(60, 20)) as (app, pilot):
        app.screen.board.move_to("engineer-visit")
        await press(app, pilot, "t", "a", "enter")
        assert text_of(app)[0].startswith(" Set up › Engineer visit ")
        assert "until Fri 20 Nov · all 400 days" in text_of(app)[0]
        await press(app, pilot, "t", "w", "full_stop")
        assert text_of(app)[0].startswith(" … › Engineer visit › CSAT SQL ")


async def test_key_that_explains_all_keys_is_advertised_even_where_it_is_narrow():
    async with opened(size=(60, 20)) as (app, _):
        assert "? keys" in text_of(app)[-1]
        assert text_of(app)[-1].startswith(" enter open ")


async def test_last_line_names_what_the_width_allows_and_all_keys_last():
    async with opened() as (app, pilot):
        few = " enter open  z 5 more  . SQL  / filter  t period  v words  ? keys"
        assert text_of(app)[-1].rstrip() == few
        await pilot.resize_terminal(120, 40)
        await settled(app, pilot)
        many = "t period  v words  T three  e edit  a action  D desired map  ? keys"
        assert many in text_of(app)[-1]


async def test_cursor_stays_on_its_touchpoint_when_others_write():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        app.screen.board.move_to("router-set-up-help")
        first, *rest = boards.map.journeys[0].stages
        fewer = replace(first, touchpoints=first.touchpoints[1:])
        journey = replace(boards.map.journeys[0], stages=(fewer, *rest))
        await write(app, pilot, boards, replace(boards.map, journeys=(journey,)))
        assert app.screen.board.spot.key == "router-set-up-help"
        assert not any("Web shop" in row for row in text_of(app))


async def test_cursor_and_its_row_stay_in_sight_across_sizes():
    async with opened() as (app, pilot):
        await press(app, pilot, "z", "G")
        assert app.screen.board.spot.key == "final-bill"
        for size in [(120, 40), (60, 20), (200, 50), (80, 24)]:
            await pilot.resize_terminal(*size)
            await settled(app, pilot)
            assert app.screen.board.spot.key == "final-bill"
            assert any("Final bill" in row for row in text_of(app)), size


async def test_new_figures_show_by_themselves():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await write(app, pilot, boards, changed(boards.map, "ivr", owner="Dana", flags=()))
        row = next(row for row in text_of(app) if "IVR" in row)
        assert row.rstrip().endswith("Dana")


async def test_nothing_is_asked_while_nothing_is_written():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        for _ in range(5):
            app.poll()
            await settled(app, pilot)
        assert boards.asked == ["map 28d"]


async def test_clock_moves_stale_without_a_write():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        boards.map = replace(boards.map, state=replace(boards.map.state, stale=True))
        for _ in range(400):
            app.poll()
        await settled(app, pilot)
        assert "STALE" in text_of(app)[0]


async def test_paused_screen_keeps_its_picture_until_it_goes_on():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "space")
        assert "paused" in text_of(app)[0]
        await write(app, pilot, boards, changed(boards.map, "ivr", name="IVR new"))
        assert not any("IVR new" in row for row in text_of(app))
        await press(app, pilot, "space")
        assert any("IVR new" in row for row in text_of(app))
        assert "live" in text_of(app)[0]


@pytest.mark.parametrize("failure", [BusyError("held by 4711"), QueryCancelledError("gave way")])
async def test_busy_database_keeps_the_old_picture_and_is_asked_again(failure):
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        before = text_of(app)
        boards.failure = failure
        await write(app, pilot, boards, changed(boards.map, "ivr", name="IVR new"))
        assert text_of(app) == before
        boards.failure = None
        app.poll()
        await settled(app, pilot)
        assert any("IVR new" in row for row in text_of(app))


@pytest.mark.parametrize(
    ("writing", "said"),
    [
        (False, "not current: held by 4711"),
        (True, "new data is being written: the new figures follow by themselves"),
    ],
)
async def test_why_it_is_not_current_is_said_when_it_takes_long(writing, said):
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        boards.failure = BusyError("held by 4711", writing=writing)
        boards.stamp_value += 1
        for tick in range(3):
            assert said not in text_of(app)[-1], tick
            app.poll()
            await settled(app, pilot)
        assert said in text_of(app)[-1]
        assert ("4711" in text_of(app)[-1]) is not writing


@pytest.mark.parametrize(
    ("writing", "said"), [(False, "held by 4711"), (True, "new data is being written…")]
)
async def test_busy_database_at_the_start_says_that_it_waits(writing, said):
    boards = FakeBoards(failure=BusyError("held by 4711", writing=writing))
    async with opened(boards) as (app, pilot):
        assert any(said in row for row in text_of(app))
        assert any("goes on by itself" in row for row in text_of(app))
        boards.failure = None
        app.poll()
        await settled(app, pilot)
        assert any("NO OWNER" in row for row in text_of(app))


async def test_failure_says_why_and_what_to_do_and_heals():
    boards = FakeBoards(failure=CjmError("The file is newer.", hint="Update cjm."))
    async with opened(boards) as (app, pilot):
        rows = " ".join(text_of(app))
        assert "The file is newer." in rows
        assert "Update cjm." in rows
        boards.failure = None
        await press(app, pilot, "r")
        assert any("NO OWNER" in row for row in text_of(app))


async def test_empty_database_says_how_to_begin():
    boards = FakeBoards(map=replace(journey_map(), journeys=(), period=None))
    async with opened(boards) as (app, pilot):
        assert any("cjm import FILE" in row for row in text_of(app))
        await press(app, pilot, "enter", "full_stop", "v", "y", "Y", "j", "G")
        assert any("cjm import FILE" in row for row in text_of(app))


async def test_incomplete_day_is_said_in_words():
    async with opened(FakeBoards(map=incomplete(journey_map()))) as (app, _):
        assert "incomplete" in text_of(app)[0]
        assert "Tuesday lacks the IVR file" in text_of(app)[1]


async def test_filter_narrows_as_it_is_typed_and_esc_leaves_it():
    async with opened() as (app, pilot):
        await press(app, pilot, "slash", *"worse")
        assert sum("▼ worse" in row for row in text_of(app)) == 3
        assert not any("Web shop" in row for row in text_of(app))
        await press(app, pilot, "enter", "j")
        assert app.screen.board.spot.key == "ivr"
        assert "/worse" in text_of(app)[0]
        await press(app, pilot, "escape")
        assert any("Agent call" in row for row in text_of(app))
        assert app.screen.board.spot.key == "ivr"


async def test_filter_without_a_match_says_so():
    async with opened() as (app, pilot):
        await press(app, pilot, "slash", *"zzz")
        assert any("Nothing here matches the filter." in row for row in text_of(app))
        await press(app, pilot, "enter", "enter", "full_stop", "escape")
        assert any("Web shop" in row for row in text_of(app))


async def test_letters_are_words_while_the_filter_has_the_keys():
    async with opened() as (app, pilot):
        await press(app, pilot, "slash", "q", "t", "1")
        assert app.is_running
        assert "/qt1" in text_of(app)[0]


async def test_esc_never_quits():
    async with opened() as (app, pilot):
        await press(app, pilot, "escape", "escape")
        assert app.is_running


async def test_2_says_so_where_there_is_no_touchpoint():
    async with opened(FakeBoards(replace(journey_map(), journeys=()))) as (app, pilot):
        await press(app, pilot, "2")
        assert "no touchpoint under the cursor" in text_of(app)[-1]


async def test_2_opens_the_touchpoint_under_the_cursor_and_comes_back_to_it():
    async with opened() as (app, pilot):
        await press(app, pilot, *"jjjjj", "2")
        assert text_of(app)[0].startswith(" Set up › Engineer visit")
        await press(app, pilot, "full_stop", "enter", "2")
        assert text_of(app)[0].startswith(" Set up › Engineer visit ")
        assert "SQL" not in text_of(app)[0]
        await press(app, pilot, "1", "j", "full_stop", "2")
        assert text_of(app)[0].startswith(" Get help › IVR ")


@pytest.mark.parametrize("key", ["s"])
async def test_screens_to_come_say_so(key):
    async with opened() as (app, pilot):
        await press(app, pilot, key)
        assert "comes in a later version" in text_of(app)[-1]


async def test_summary_goes_to_the_clipboard_in_two_lines():
    async with opened() as (app, pilot):
        await press(app, pilot, *"jjjjj", "Y")
        first, second = app.clipboard.split("\n")
        assert first.startswith("Set up › Engineer visit   CSAT 62.0% [60.0–64.0] n=2,207  ▼ worse")
        assert "28 days" in second
        assert "sent to the terminal's clipboard" in text_of(app)[-1]


async def test_response_rate_goes_with_a_survey_score():
    boards = FakeBoards()
    answered = ResponseRate(
        1200, 34.2, 31.6, 36.9, numerator=410.0, invited_until=date(2026, 11, 13)
    )
    boards.map = changed(boards.map, "engineer-visit", response=answered)
    async with opened(boards) as (app, pilot):
        app.screen.board.move_to("engineer-visit")
        await press(app, pilot, "Y")
        rate = " · 34% [32–37] of 1,200 invited by 13 Nov answered · query csat"
        assert rate in app.clipboard


async def test_too_small_a_terminal_is_told_and_recovers():
    async with opened() as (app, pilot):
        await pilot.resize_terminal(40, 10)
        await settled(app, pilot)
        assert "at least 60×20" in " ".join(row.strip() for row in text_of(app))
        await pilot.resize_terminal(80, 24)
        await settled(app, pilot)
        assert any("NO OWNER" in row for row in text_of(app))


async def test_keys_can_be_remapped_and_are_advertised_as_such():
    async with opened(keymap={"sql": "f3"}) as (app, pilot):
        assert "f3 SQL" in text_of(app)[-1]
        await press(app, pilot, "f3")
        assert any("select" in row for row in text_of(app))


async def test_help_lists_the_bindings_of_this_screen():
    async with opened(size=(80, 60)) as (app, pilot):
        await press(app, pilot, "question_mark")
        rows = "\n".join(text_of(app))
        for words in ("filter touchpoints", "the SQL behind this number", "quit", "go to anything"):
            assert words in rows
        assert "later" not in rows
        await press(app, pilot, "escape")
        assert any("NO OWNER" in row for row in text_of(app))


async def test_palette_goes_to_a_touchpoint_and_back_to_its_row():
    async with opened() as (app, pilot):
        await press(app, pilot, "colon", *"retention", "enter")
        await settled(app, pilot)
        assert text_of(app)[0].startswith(" Leave or stay › Retention call")
        await press(app, pilot, "escape")
        assert app.screen.board.spot.key == "retention-call"


async def test_palette_changes_the_theme():
    async with opened() as (app, pilot):
        await press(app, pilot, "ctrl+p", *"cjm-light", "enter")
        await settled(app, pilot)
        assert app.theme == "cjm-light"


async def test_cursor_and_moment_of_truth_are_both_seen():
    for size in [(80, 24), (120, 40)]:
        async with opened(size=size) as (app, pilot):
            app.screen.board.move_to("engineer-visit")
            await settled(app, pilot)
            assert any("▸◆ Engineer" in row for row in text_of(app)), size


async def test_help_says_how_much_is_below_and_what_short_names_mean():
    async with opened() as (app, pilot):
        await press(app, pilot, "question_mark")
        assert "more" in text_of(app)[-1]
        await press(app, pilot, "G")
        assert any("Res7" in row and "resolved 7d" in row for row in text_of(app))


async def test_lacking_day_is_not_said_of_a_touchpoint_it_does_not_concern():
    boards = FakeBoards(map=incomplete(journey_map()))
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "enter")
        assert not any("incomplete" in row or "lacks" in row for row in text_of(app))
        await press(app, pilot, "escape")
        await write(app, pilot, boards, changed(boards.map, "web-shop", flags=("incomplete",)))
        await press(app, pilot, "enter")
        assert "Tuesday lacks the IVR file" in text_of(app)[1]


async def test_summary_is_of_the_kpi_under_the_cursor():
    async with opened() as (app, pilot):
        await press(app, pilot, "enter", "j", "Y")
        name = app.screen.board.kpi_name
        first, second = app.clipboard.split("\n")
        assert name != "csat"
        assert f"query {name}" in second
        assert "CSAT" not in first
        assert "invited answered" not in second, "no survey is behind it"


async def test_summary_of_a_survey_score_says_its_response_rate():
    async with opened() as (app, pilot):
        await press(app, pilot, "enter", "Y")
        assert " · 34% [32–37] of 1,200 invited answered · query csat" in app.clipboard
        board = app.screen.board
        while board.kpi_name != "ces":
            await press(app, pilot, "j")
        await press(app, pilot, "Y")
        assert " · 34% [32–37] of 1,200 invited answered · query ces" in app.clipboard


async def test_rows_say_once_what_is_the_same_in_each():
    async with opened() as (app, pilot):
        await press(app, pilot, "full_stop", "enter")
        assert sum("touchpoint_id web-shop · source_table feedback" in r for r in text_of(app)) == 1
        assert any("2026-11-20 18:04" in row for row in text_of(app))
