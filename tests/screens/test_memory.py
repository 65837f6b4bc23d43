"""What is loaded with the first picture is left out of later collections, which would be felt."""

import gc

import pytest

from cjm_tui.app import CjmApp
from tests.screens.app_under_test import settled
from tests.screens.fake_boards import FakeBoards


@pytest.fixture
def thawed():
    gc.unfreeze()
    yield
    gc.unfreeze()
    gc.enable()


async def test_first_picture_is_frozen_and_later_ones_are_not(thawed):
    app = CjmApp(FakeBoards(), poll_seconds=3600)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(app, pilot)
        frozen = gc.get_freeze_count()
        assert frozen > 10_000
        assert gc.isenabled()
        await pilot.press("enter")
        await settled(app, pilot)
        assert gc.get_freeze_count() <= frozen  # what one screen makes can be collected again
