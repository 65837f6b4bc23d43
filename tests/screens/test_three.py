"""Today's three above the map, and the other ways to look at it."""

from dataclasses import replace

from cjm_tui.domain.journey_versions import Placed, VersionedJourney, compare
from tests.screens.app_under_test import opened, press, text_of
from tests.screens.fake_boards import FakeBoards, journey_map
from tests.screens.test_journey_map import changed, write


async def test_t_puts_todays_three_above_the_map_and_takes_them_away():
    async with opened() as (app, pilot):
        await press(app, pilot, "T")
        rows = text_of(app)
        assert "TODAY'S THREE, OF 3 FINDINGS" in rows[2]
        assert "1 Get help › IVR  1,371 customers hurt" in rows[3]
        assert "NO OWNER for 143 days" in rows[4]
        assert (app.screen.board.spot.kind, app.screen.board.spot.key) == ("finding", "ivr")
        await press(app, pilot, "T")
        assert not any("TODAY'S THREE" in row for row in text_of(app))


async def test_a_finding_has_all_its_words_at_80_columns_on_three_lines():
    board = journey_map()
    boards = FakeBoards(board)
    long = "Stop the restart message from repeating whatever the caller presses"
    real = boards.journey_map

    def asked(*given, **named):
        found = real(*given, **named)
        return replace(
            found,
            findings=found.findings and tuple(replace(f, action=long) for f in found.findings),
        )

    boards.journey_map = asked
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "T")
        spots = [s for s in app.screen.board.picture.spots if s.kind == "finding"]
        assert [spot.height for spot in spots] == [3, 3, 3]
        rows = text_of(app)
        block = " ".join(" ".join(rows[3:6]).split())
        for words in ("customers hurt", "baseline", "▼ worse", "NO OWNER for 143 days", long):
            assert words in block, words
        assert all(len(row.rstrip()) <= 80 for row in rows)


async def test_a_finding_leads_to_its_touchpoint_its_sql_and_a_mail():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "T", "j", "Y")
        first, second = app.clipboard.split("\n")
        assert first.startswith("Pay › Billing call  193 customers hurt · FCR 61.0%")
        assert "owner Finance · no open action" in second
        await press(app, pilot, "full_stop")
        assert boards.asked[-1].startswith("figure billing-call fcr_7d")
        await press(app, pilot, "escape", "enter")
        assert text_of(app)[0].startswith(" Pay › Billing call")


async def test_sorting_keeps_the_cursor_and_says_the_order():
    async with opened() as (app, pilot):
        app.screen.board.move_to("chat")
        await press(app, pilot, "S")
        assert "Journey map by gap" in text_of(app)[0]
        assert app.screen.board.spot.key == "chat"
        assert "IVR" in text_of(app)[3]
        await press(app, pilot, "S")
        assert "Journey map by signal" in text_of(app)[0]
        assert "Get help › Chat" in text_of(app)[-2]
        await press(app, pilot, "S")
        assert text_of(app)[0].startswith(" Broadband › Journey map ")


async def test_tab_goes_on_with_a_facet_and_its_value():
    async with opened() as (app, pilot):
        await press(app, pilot, "slash", *"ch", "tab")
        assert "/channel:" in text_of(app)[-2]
        await press(app, pilot, "i", "tab")
        assert "/channel:ivr" in text_of(app)[-2]
        assert "keep 1 touchpoint" in text_of(app)[-1]
        await press(app, pilot, "enter")
        assert [spot.key for spot in app.screen.board.picture.spots] == ["ivr"]


async def test_journeys_are_shown_one_by_one_then_all():
    board = journey_map()
    other = replace(board.journeys[0], journey_id="two", name="Moving house")
    stages = tuple(
        replace(
            s,
            touchpoints=tuple(
                replace(t, touchpoint_id=f"{t.touchpoint_id}-2") for t in s.touchpoints
            ),
        )
        for s in other.stages[:1]
    )
    board = replace(board, journeys=(board.journeys[0], replace(other, stages=stages)))
    async with opened(FakeBoards(board)) as (app, pilot):
        assert text_of(app)[0].startswith(" Broadband (1 of 2) › Journey map")
        await press(app, pilot, "J")
        assert text_of(app)[0].startswith(" Moving house (2 of 2)")
        assert all(spot.key.endswith("-2") for spot in app.screen.board.picture.spots)
        await press(app, pilot, "J")
        assert text_of(app)[0].startswith(" all 2 journeys")
        await press(app, pilot, "J")
        assert text_of(app)[0].startswith(" Broadband (1 of 2)")


async def test_z_shows_what_is_only_counted_and_back():
    async with opened() as (app, pilot):
        assert len(app.screen.board.picture.spots) == 15
        await press(app, pilot, "z")
        assert len(app.screen.board.picture.spots) == 20
        await press(app, pilot, "z")
        assert "z 5 more" in text_of(app)[-1]


async def test_d_shows_what_a_desired_map_would_change():
    now = [
        Placed("Help", "ivr", "IVR", "", "csat", 75.0),
        Placed("Help", "form", "Form", "", "", None),
    ]
    then = [
        Placed("Join", "ivr", "IVR", "", "csat", 75.0),
        Placed("Help", "back", "Call back", "", "", None),
    ]
    boards = FakeBoards(versions=(VersionedJourney("Broadband", True, compare(now, then)),))
    for size, words in (((80, 24), "moves from Help to Join"), ((120, 40), "IVR (Help)")):
        async with opened(boards, size=size) as (app, pilot):
            await press(app, pilot, "D")
            rows = "\n".join(text_of(app))
            assert words in rows
            assert "3 touchpoints would change" in rows
            assert "+ Call back" in rows or "+ –" in rows
            await press(app, pilot, "escape")
            assert "Journey map" in text_of(app)[0]


async def test_without_a_desired_map_it_says_how_to_bring_one_in():
    async with opened() as (app, pilot):
        await press(app, pilot, "D")
        assert any("There is no desired map." in row for row in text_of(app))


async def test_changed_figures_are_marked_until_the_next_key_and_silently():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await write(app, pilot, boards, changed(boards.map, "ivr", owner="Dana", flags=()))
        assert [row for row in text_of(app) if "•IVR" in row]
        assert sum("•" in row for row in text_of(app)[:-2]) == 1
        await press(app, pilot, "j")
        assert not any("•" in row for row in text_of(app)[:-2])


async def test_another_period_marks_nothing():
    async with opened() as (app, pilot):
        await press(app, pilot, "t", "w")
        assert not any("•" in row for row in text_of(app))
