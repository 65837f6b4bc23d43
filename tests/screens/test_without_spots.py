"""Keys where the board has nothing to stand on: under a notice, and in a terminal too small."""

from threading import Event

import pytest
from textual.command import CommandPalette

from cjm_tui.errors import CjmError
from cjm_tui.screens.form import FormScreen
from cjm_tui.screens.search import SearchScreen
from cjm_tui.widgets.board import Board
from tests.screens.app_under_test import opened, press, settled, text_of
from tests.screens.fake_boards import FakeBoards
from tests.screens.test_owners import OwnerBoards

MOVES = tuple(key for binding in Board.BINDINGS for key in binding.key.split(","))


@pytest.mark.parametrize("size", [(59, 24), (80, 19), (1, 1)])
async def test_no_key_of_the_board_ends_the_app_in_a_terminal_too_small(size):
    async with opened() as (app, pilot):
        for keys in ((), ("enter",)):
            await press(app, pilot, *keys)
            here = app.screen.board.spot
            await pilot.resize_terminal(*size)
            await settled(app, pilot)
            await press(app, pilot, *(key for key in MOVES if key != "enter"))
            await pilot.resize_terminal(80, 24)
            await settled(app, pilot)
            assert app.screen.board.spot.same(here), "the cursor is where it was"


async def test_no_key_of_the_board_ends_the_app_under_a_notice():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):

        def gone(*_args, **_more):
            raise CjmError("There is no database.")

        boards.journey_map = gone
        await press(app, pilot, "r")
        assert "There is no database." in "".join(text_of(app))
        await press(app, pilot, *MOVES)
        assert "There is no database." in "".join(text_of(app))


@pytest.mark.parametrize(("size", "opens"), [((59, 24), False), ((60, 20), True)])
async def test_the_palette_opens_only_where_it_has_room(size, opens):
    async with opened(size=size) as (app, pilot):
        await press(app, pilot, "colon")
        assert isinstance(app.screen, CommandPalette) is opens


async def test_going_to_a_touchpoint_that_a_filter_leaves_out_takes_the_filter_away():
    async with opened() as (app, pilot):
        await press(app, pilot, "slash", *"chat", "enter")
        assert "/chat" in text_of(app)[0]
        app.screen.open_touchpoint("engineer-visit")
        await settled(app, pilot)
        await press(app, pilot, "escape")
        assert "/chat" not in text_of(app)[0]
        assert app.screen.board.spot.key == "engineer-visit"
        await press(app, pilot, "slash")
        assert text_of(app)[-2].strip() == "/"


class Slow(OwnerBoards):
    """The form comes when it is let."""

    def form(self, noun, identity, about, query):
        self.ready.wait(10)
        return super().form(noun, identity, about, query)


async def test_an_owner_is_not_asked_for_where_one_has_gone_meanwhile():
    boards = Slow()
    boards.ready = Event()
    async with opened(boards) as (app, pilot):
        await pilot.press("o")
        app.screen.open_touchpoint("engineer-visit")
        boards.ready.set()
        await settled(app, pilot)
        assert not isinstance(app.screen, SearchScreen | FormScreen)
