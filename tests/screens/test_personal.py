"""What one person sets for themselves: theme and keys; a wrong name is refused before the start."""

import pytest

from cjm_tui.app import CjmApp
from cjm_tui.errors import CjmError
from tests.screens.app_under_test import opened, press
from tests.screens.fake_boards import FakeBoards


async def test_key_of_ones_own_works():
    boards = FakeBoards()
    async with opened(boards, keymap={"words": "w"}) as (app, pilot):
        await press(app, pilot, "w")
        assert boards.asked[-1] == "words web-shop newest customer"


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        ({"theme": "solarised"}, "No theme 'solarised'.", "cjm-light"),
        ({"keymap": {"word": "w"}}, "No key does 'word'.", "words"),
    ],
)
def test_name_that_is_none_is_refused_with_those_that_are(options, message, hint):
    with pytest.raises(CjmError) as caught:
        CjmApp(FakeBoards(), **options)
    assert caught.value.message == message
    assert hint in caught.value.hint


@pytest.mark.parametrize("theme", ["", "cjm-dark", "cjm-light", "ansi-dark", "ansi-light"])
def test_offered_themes_are_used(theme):
    assert CjmApp(FakeBoards(), theme=theme).theme == (theme or "cjm-dark")
