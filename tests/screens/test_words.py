"""Words beside numbers: the ways to list them, by key, and the three voices."""

from dataclasses import replace

from cjm_tui.domain.words.page import View
from tests.screens.app_under_test import opened, press, text_of
from tests.screens.fake_boards import FakeBoards


async def test_w_goes_through_the_views_and_back():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "v")
        for view in ("newest", "worst", "best", "themes", "disagreements", "newest"):
            assert f"[{view}]" in text_of(app)[1]
            assert boards.asked[-1] == f"words web-shop {view} customer"
            await press(app, pilot, "w")
        await press(app, pilot, "W", "W")
        assert "[disagreements]" in text_of(app)[1]


async def test_worst_begin_with_the_worst_and_best_with_the_best():
    async with opened() as (app, pilot):
        await press(app, pilot, "v", "w")
        assert app.screen.board.spot.words.startswith("CSAT 1/5")
        await press(app, pilot, "w")
        assert app.screen.board.spot.words.startswith("CSAT 5/5")


async def test_a_theme_has_its_counts_and_opens_its_answers_with_the_term_in_bold():
    async with opened(size=(80, 40)) as (app, pilot):
        await press(app, pilot, "v", "w", "w", "w")
        theme = app.screen.data.themes.found[0]
        rows = text_of(app)
        assert any(f"of {app.screen.data.themes.low} low" in row for row in rows)
        (row,) = [row for row in rows if f"+ {theme.phrase} " in row]
        assert f" {theme.low} " in row
        assert f" {theme.low + theme.others} " in row
        before = sum("CSAT 1/5" in row for row in rows)
        await press(app, pilot, "enter")
        rows = text_of(app)
        assert any(f"− {theme.phrase} " in row for row in rows)
        assert sum("CSAT 1/5" in row or "CSAT 2/5" in row for row in rows) > before
        bold = [
            segment.text
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.bold
        ]
        assert sum(theme.spelled.split()[0] in text.lower() for text in bold) > 2
        await press(app, pilot, "enter")
        assert any(f"+ {theme.phrase} " in row for row in text_of(app))


async def test_words_at_odds_look_as_if_and_say_why():
    async with opened() as (app, pilot):
        await press(app, pilot, "v", "W")
        rows = " ".join(" ".join(text_of(app)).split())
        assert "look as if they disagreed with their words" in rows
        assert "looks as if the score were" in rows


async def test_voices_are_switched_and_never_mixed():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "v")
        assert "[customers 363]" in text_of(app)[2]
        assert {said.voice for said in app.screen.data.words} == {"customer"}
        assert "34% [32–37] of 1,200 invited answered" in " ".join(text_of(app))
        await press(app, pilot, "V")
        assert "[employees 37]" in text_of(app)[2]
        assert {said.voice for said in app.screen.data.words} == {"employee"}
        assert "invited" not in " ".join(text_of(app))
        await press(app, pilot, "V")
        assert "[leaders 0]" in text_of(app)[2]
        assert app.screen.data.words == ()


async def test_silence_is_said_with_the_way_on():
    class Silent(FakeBoards):
        def words(self, touchpoint_id, period, view, voice, query):
            page = super().words(touchpoint_id, period, view, voice, query)
            return replace(page, voices=(), words=(), total=0)

    async with opened(Silent()) as (app, pilot):
        await press(app, pilot, "v")
        rows = " ".join(text_of(app))
        assert "Nobody has said anything here in this period." in rows
        assert "esc, then t for a longer one." in rows


async def test_unknown_response_rate_is_said():
    class Unasked(FakeBoards):
        def words(self, touchpoint_id, period, view, voice, query):
            page = super().words(touchpoint_id, period, view, voice, query)
            return replace(page, response=None)

    async with opened(Unasked()) as (app, pilot):
        await press(app, pilot, "v")
        assert "response rate not known" in " ".join(text_of(app))


async def test_what_is_asked_for_is_said_before_it_has_come():
    async with opened() as (app, pilot):
        await press(app, pilot, "v")
        app.screen.board.asked = View.THEMES
        await pilot.pause()
        rows = text_of(app)
        assert "[themes]" in rows[1]
        assert "looking…" in rows[1]


async def test_the_log_pane_says_who_changed_what_and_why():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "enter", "shift+tab")
        rows = " ".join(text_of(app))
        assert "[log]" in rows
        assert "good threshold  75 → 80  agreed on 19 Nov" in rows
        assert "accountability T. Boyd · A  added" in rows
