"""The sizes and looks in which each screen is pictured: dark, light, the terminal's own, no colour."""

import pytest

from cjm_tui.app import CjmApp
from tests.screens.app_under_test import settled
from tests.screens.fake_boards import FakeBoards

SIZES = [(80, 24), (120, 40), (200, 50)]
LOOKS = {
    "dark": "cjm-dark",
    "light": "cjm-light",
    "ansi": "ansi-dark",
    "no-color": "cjm-dark",
}


def in_every_look(test):
    """Run the test, which takes `size` and `look`, once for each of both."""
    sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
    return sizes(pytest.mark.parametrize("look", LOOKS)(test))


def app_in(look, monkeypatch, boards=None):
    """Return the app as it looks; without colour it is told by the environment, as a user tells it."""
    if look == "no-color":
        monkeypatch.setenv("NO_COLOR", "1")
    return CjmApp(boards or FakeBoards(), poll_seconds=None, theme=LOOKS[look])


def pressing(*keys, open_touchpoint=""):
    """Return what a snapshot does first: wait for the map, open a touchpoint, press keys."""

    async def before(pilot):
        await settled(pilot.app, pilot)
        if open_touchpoint:
            pilot.app.screen.open_touchpoint(open_touchpoint)
            await settled(pilot.app, pilot)
        for key in keys:
            await pilot.press(key)
            await settled(pilot.app, pilot)

    return before
