"""How the screens look at three sizes; a changed picture is looked at, then accepted."""

import pytest

from cjm_tui.app import CjmApp
from tests.screens.app_under_test import settled
from tests.screens.fake_boards import FakeBoards

SIZES = [(80, 24), (120, 40), (200, 50)]


@pytest.mark.parametrize("size", SIZES)
def test_touchpoint_looks_as_before(snap_compare, size):
    async def before(pilot):
        await settled(pilot.app, pilot)
        pilot.app.screen.open_touchpoint("engineer-visit")
        await settled(pilot.app, pilot)

    app = CjmApp(FakeBoards(), poll_seconds=None)
    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("pane", ["breakdown", "what changed"])
def test_pane_of_the_touchpoint_looks_as_before(snap_compare, pane, size):
    async def before(pilot):
        await settled(pilot.app, pilot)
        pilot.app.screen.open_touchpoint("engineer-visit")
        await settled(pilot.app, pilot)
        pilot.app.screen.show_pane(pane)
        await settled(pilot.app, pilot)

    app = CjmApp(FakeBoards(), poll_seconds=None)
    assert snap_compare(app, terminal_size=size, run_before=before)
