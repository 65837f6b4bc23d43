"""The map of one segment, by keys."""

import pytest

from cjm_tui.domain.breakdown import Cut, Dimension
from tests.screens.app_under_test import opened, press, settled, text_of
from tests.screens.fake_boards import FakeBoards

BUSINESS = ("slash", *"segment:bus", "tab", "enter")


async def test_segments_are_looked_for_when_somebody_filters(boards):
    async with opened(boards) as (app, pilot):
        assert app.screen.data.segments == ()
        await press(app, pilot, "slash", *"segment:")
        await settled(app, pilot)
        assert 'segment:business  segment:"priority care"' in text_of(app)[-1]


async def test_a_segment_typed_before_they_are_known_is_taken_then(boards):
    async with opened(boards) as (app, pilot):
        app.screen.feed.ask_anew = lambda: None
        await press(app, pilot, "slash", *"segment:business", "enter")
        assert "looking for segment business …" in text_of(app)[0]
        del app.screen.feed.ask_anew
        await press(app, pilot, "r")
        await settled(app, pilot)
        assert "› segment business " in text_of(app)[0]


@pytest.fixture
def boards():
    return FakeBoards()


async def test_the_whole_name_of_a_segment_asks_for_its_scores(boards):
    async with opened(boards, size=(120, 40)) as (app, pilot):
        await press(app, pilot, *BUSINESS)
        await settled(app, pilot)
        assert boards.asked[-1] == "map 28d of business"
        assert boards.asked.count("map 28d of business") == 1, "not at each letter"
        assert "› Journey map › segment business " in text_of(app)[0]
        text = "\n".join(text_of(app))
        assert "no baseline" in text
        assert "worse" not in text
        assert "same weekdays" not in text
        assert any("Web shop" in row and "1,241" in row for row in text_of(app))


async def test_esc_brings_everybodys_scores_back(boards):
    async with opened(boards) as (app, pilot):
        await press(app, pilot, *BUSINESS)
        await settled(app, pilot)
        await press(app, pilot, "escape")
        await settled(app, pilot)
        assert "segment" not in text_of(app)[0]
        assert boards.asked[-1] == "map 28d"
        assert any("▼ worse" in row for row in text_of(app))


async def test_a_segment_goes_with_other_words(boards):
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "slash", *"channel:ivr segment:business", "enter")
        await settled(app, pilot)
        assert "› /channel:ivr › segment business " in text_of(app)[0]
        assert len(app.screen.board.picture.spots) == 1


async def test_what_names_no_segment_says_that_all_are_shown(boards):
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "slash", *"segment:gold", "enter")
        assert "no segment gold: all shown" in text_of(app)[0]
        assert set(boards.asked) == {"map 28d"}
        assert any("▼ worse" in row for row in text_of(app))


async def test_the_old_picture_stays_and_says_what_is_being_counted(boards):
    async with opened(boards) as (app, pilot):
        screen = app.screen
        await press(app, pilot, "slash")
        await settled(app, pilot)
        screen.feed.ask_anew = lambda: None  # the answer does not come
        await press(app, pilot, *BUSINESS[1:])
        assert "counting segment business …" in text_of(app)[0]
        assert any("▼ worse" in row for row in text_of(app))
        del screen.feed.ask_anew
        app.poll()
        await settled(app, pilot)
        assert "segment business" in text_of(app)[0]
        assert "counting" not in text_of(app)[0]


async def test_the_number_leads_to_the_segments_rows(boards):
    async with opened(boards) as (app, pilot):
        await press(app, pilot, *BUSINESS)
        await settled(app, pilot)
        await press(app, pilot, "full_stop")
        await settled(app, pilot)
        assert app.screen.cut == Cut(((Dimension.SEGMENT, "business"),))
        assert "segment business" in text_of(app)[0]


async def test_the_words_on_the_map_are_said_to_be_everybodys(boards):
    async with opened(boards, size=(120, 40)) as (app, pilot):
        await press(app, pilot, *BUSINESS)
        await settled(app, pilot)
        await press(app, pilot, "v")
        await settled(app, pilot)
        assert "all segments" in text_of(app)[0]


async def test_todays_three_need_a_baseline(boards):
    async with opened(boards) as (app, pilot):
        await press(app, pilot, *BUSINESS)
        await settled(app, pilot)
        await press(app, pilot, "T")
        assert any("there are none by segment" in row for row in text_of(app))
        assert boards.asked[-1] == "map 28d of business"


async def test_two_lines_for_a_mail_name_the_segment(boards, monkeypatch):
    sent = []
    async with opened(boards) as (app, pilot):
        await press(app, pilot, *BUSINESS)
        await settled(app, pilot)
        monkeypatch.setattr(app.screen, "copy", sent.append)
        await press(app, pilot, "Y")
        assert "segment business" in sent[0]
        assert "no baseline by segment" in sent[0]
