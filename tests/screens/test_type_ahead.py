"""Keys that arrive in one go, as over a slow link, mean what they would mean one by one."""

import asyncio

import pytest
from textual.events import Key

from cjm_tui.screens.go_to import GoTo
from tests.screens.app_under_test import opened, settled, text_of

NAMES = {"/": "slash", ":": "colon", "\n": "enter", "\x1b": "escape", ".": "full_stop"}


async def send(app, pilot, text):
    """All keys at once, as one read of the terminal gives them."""
    for letter in text:
        name = NAMES.get(letter, letter)
        app.post_message(Key(name, letter if letter.isprintable() else None))
    for _ in range(20):
        await settled(app, pilot)
        await asyncio.sleep(0.01)


async def test_filter_typed_in_one_go_is_the_filter():
    async with opened() as (app, pilot):
        await send(app, pilot, "/IVR")
        assert "/IVR" in text_of(app)[0]
        assert [spot.key for spot in app.screen.board.picture.spots] == ["ivr"]


async def test_letters_after_the_slash_are_no_keys_of_the_map():
    async with opened() as (app, pilot):
        await send(app, pilot, "/qtY2")
        assert app.is_running
        assert "/qtY2" in text_of(app)[0]


async def test_enter_after_a_fast_filter_opens_what_it_left():
    async with opened() as (app, pilot):
        await send(app, pilot, "/retention\n\n")
        assert "Retention call" in text_of(app)[0]


async def test_empty_filter_is_closed_by_enter_and_gives_the_keys_back():
    async with opened() as (app, pilot):
        await send(app, pilot, "/\nj")
        assert app.focused is app.screen.board
        assert app.screen.board.spot.key == "order-call"
        assert text_of(app)[-1].startswith(" enter open")


async def test_fast_filter_and_esc_leave_the_map_whole():
    async with opened() as (app, pilot):
        await send(app, pilot, "/ivr\x1bj")
        assert "/ivr" not in text_of(app)[0]
        assert app.focused is app.screen.board
        assert len(app.screen.board.picture.spots) + app.screen.board.left_out == 20


@pytest.mark.parametrize("words", ["ivr", "retention", "final bill"])
async def test_go_to_typed_in_one_go_opens_that_and_no_other(words):
    async with opened() as (app, pilot):
        await send(app, pilot, f":{words.replace(' ', '')}\n\n")
        assert not isinstance(app.screen, GoTo)
        assert words.split()[0] in text_of(app)[0].casefold()


async def test_go_to_without_a_match_opens_nothing():
    async with opened() as (app, pilot):
        await send(app, pilot, ":zzzz\n")
        assert isinstance(app.screen, GoTo)
        await send(app, pilot, "\x1b")
        await asyncio.sleep(0.7)
        await settled(app, pilot)
        assert text_of(app)[0].startswith(" Broadband › Journey map")
