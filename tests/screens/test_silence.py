"""What the terminal at the other end of an SSH link is sent: nothing while nothing changed."""

from dataclasses import replace
from datetime import UTC, datetime

from tests.screens.app_under_test import RecordingDriver, opened, press, settled
from tests.screens.fake_boards import FakeBoards
from tests.screens.test_journey_map import changed, write


def sent():
    """Return the bytes written since the last call."""
    data = "".join(RecordingDriver.written)
    RecordingDriver.written.clear()
    return len(data.encode())


async def test_start_is_cheap():
    async with opened(driver=RecordingDriver):
        assert 2_000 < sent() < 40_000


async def test_refetch_of_equal_data_sends_nothing():
    boards = FakeBoards()
    async with opened(boards, driver=RecordingDriver) as (app, pilot):
        sent()
        later = replace(boards.map.state, as_of=datetime(2026, 11, 21, 7, 0, tzinfo=UTC))
        await write(app, pilot, boards, replace(boards.map, state=later))
        await press(app, pilot, "r")
        assert boards.asked == ["map 28d"] * 3
        assert sent() == 0


async def test_one_changed_row_sends_one_row():
    boards = FakeBoards()
    async with opened(boards, driver=RecordingDriver) as (app, pilot):
        sent()
        await write(app, pilot, boards, changed(boards.map, "chat", owner="Fields"))
        assert 0 < sent() < 700


async def test_moving_the_cursor_is_cheap_at_each_size():
    for size in [(80, 24), (120, 40), (200, 50)]:
        async with opened(size=size, driver=RecordingDriver) as (app, pilot):
            sent()
            await press(app, pilot, "j")
            assert 0 < sent() < 1_500, size


async def test_opening_a_screen_sends_it_once():
    async with opened(driver=RecordingDriver) as (app, pilot):
        sent()
        await press(app, pilot, "enter")
        assert sent() < 9_000
        await press(app, pilot, "escape")
        assert sent() < 9_000


async def test_open_palette_and_filter_are_silent():
    async with opened(driver=RecordingDriver) as (app, pilot):
        for key in ("slash", "ctrl+p"):
            await press(app, pilot, key)
            assert not app.focused.cursor_blink
            sent()
            await settled(app, pilot)
            assert sent() == 0
            await press(app, pilot, "escape")
