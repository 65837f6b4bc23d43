"""Period and comparison by key, the same for all screens."""

import pytest

from tests.screens.app_under_test import RecordingDriver, opened, press, text_of
from tests.screens.fake_boards import FakeBoards
from tests.screens.test_silence import sent


async def test_t_offers_periods_and_comparisons_with_one_key_each():
    async with opened() as (app, pilot):
        await press(app, pilot, "t")
        line = text_of(app)[-2]
        for words in ("d day", "w 7d", "[m 28d]", "a all", "r A..B", "[b baseline]"):
            assert words in line
        assert line.rstrip().endswith("y last year")
        await press(app, pilot, "escape")
        assert "[m 28d]" not in "".join(text_of(app))
        assert app.focused is app.screen.board


@pytest.mark.parametrize(
    ("key", "asked", "said"),
    [
        ("d", "map 1d", "live · 1 day "),
        ("w", "map 7d", "live · 7 days "),
        ("a", "map all", "live · all 400 days "),
        ("p", "map 28d against previous", "28 days against before "),
        ("y", "map 28d against year", "28 days against last year "),
    ],
)
async def test_a_choice_is_shown_and_said(key, asked, said):
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "t", key)
        assert boards.asked == ["map 28d", asked]
        assert text_of(app)[0].endswith(said)
        assert text_of(app)[-1].startswith(" enter open")


async def test_a_key_that_offers_nothing_only_closes_the_line():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "t", "q")
        assert app.is_running
        assert boards.asked == ["map 28d"]
        assert app.focused is app.screen.board


async def test_any_range_can_be_typed():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "t", "r", *"2026-11-02..2026-11-08", "enter")
        assert boards.asked[-1] == "map 2026-11-02..2026-11-08"
        assert "2 Nov – 8 Nov" in text_of(app)[0]
        assert app.focused is app.screen.board


async def test_what_is_no_range_is_said_and_can_be_mended():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "t", "r", *"soon", "enter")
        assert "'soon' is not a period." in text_of(app)[-1]
        assert boards.asked == ["map 28d"]
        await press(app, pilot, *["backspace"] * 4, *"14d", "enter")
        assert boards.asked[-1] == "map 14d"
        await press(app, pilot, "t", "r", *"2027-01-01", "enter")
        assert "lies after 2026-11-20" in text_of(app)[-1]
        await press(app, pilot, "escape", "j")
        assert app.screen.board.spot.key == "order-call"


async def test_brackets_step_back_and_forward_by_the_period():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "t", "w")
        await press(app, pilot, "left_square_bracket")
        assert boards.asked[-1] == "map 2026-11-07..2026-11-13"
        assert "7 Nov – 13 Nov" in text_of(app)[0]
        await press(app, pilot, "right_square_bracket")
        assert boards.asked[-1] == "map 7d"
        await press(app, pilot, "right_square_bracket")
        assert boards.asked[-1] == "map 7d"
        assert "no data after" in text_of(app)[-1]


async def test_period_is_that_of_all_screens_but_not_of_evidence():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "enter", "t", "w", "escape")
        assert boards.asked[-1] == "map 7d"
        await press(app, pilot, "full_stop", "t", "left_square_bracket")
        assert boards.asked[-1].startswith("figure web-shop csat 2026-11-14..2026-11-20")


async def test_line_for_the_period_costs_little_and_is_silent():
    async with opened(driver=RecordingDriver) as (app, pilot):
        sent()
        await press(app, pilot, "t")
        assert 0 < sent() < 1_500
        await press(app, pilot, "escape")
        assert 0 < sent() < 1_500
