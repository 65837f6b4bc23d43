"""The pane of a change: sentences, contributions that sum, and the rows of both stretches of days."""

from dataclasses import replace

from cjm_tui.domain.comparison import Comparison
from tests.screens.app_under_test import opened, press, settled, text_of
from tests.screens.fake_boards import FakeBoards


async def changed(app, pilot, *keys):
    app.screen.open_touchpoint("engineer-visit")
    await settled(app, pilot)
    await press(app, pilot, "tab", "tab", *keys)


def words_of(app):
    return " ".join(" ".join(text_of(app)).split())


async def test_change_is_said_in_words_and_in_lists():
    async with opened(size=(80, 50)) as (app, pilot):
        await changed(app, pilot)
        rows = words_of(app)
        for words in (
            "CSAT 66.3% → 62.0%: −4.3 [−7.0 … −1.6] worse",
            "24 Oct – 20 Nov beside 26 Sep – 23 Oct",
            "Three quarters of the fall (−3.5 of −4.3) comes from team South: "
            "its own value fell from 65.9% to 57.9%.",
            "Half of the fall (−2.4 of −4.3) comes from reason no show: it rose from 10% to 18% "
            "of the rows and stands at 40.6%.",
            "no show 10→18% 43.0→40.6 −2.1 −0.3 −2.4",
            "Loan crew 0→<1% –→too few 0.0 0.0 0.0",
            "all −2.3 −2.0 −4.3",
            "all +0.2 −4.5 −4.3",
        ):
            assert words in rows, words


async def test_a_change_and_a_group_go_to_the_clipboard_in_two_lines():
    async with opened() as (app, pilot):
        await changed(app, pilot, "Y")
        first, second = app.clipboard.split("\n")
        whole = "CSAT 66.3% → 62.0%: −4.3 [−7.0 … −1.6] worse"
        assert first == f"Set up › Engineer visit   {whole}"
        assert second.startswith("24 Oct – 20 Nov beside 26 Sep – 23 Oct · data until Fri 20 Nov")
        assert second.endswith("query csat")
        await press(app, pilot, "j", "Y")
        first, _ = app.clipboard.split("\n")
        assert "reason no show: CSAT 43.0→40.6 n=210→402 (10→18%) · −2.4" in first
        assert first.endswith(f"in all {whole}")


async def test_nothing_is_coloured():
    async with opened(size=(80, 50)) as (app, pilot):
        await changed(app, pilot)
        lines = app.screen.board.picture.lines
        assert not {span.ink for line in lines for span in line} & {"better", "worse", "alert"}


async def test_number_to_sql_to_rows_of_both_stretches_of_days():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await changed(app, pilot, "j")
        assert " ▸ reason no show: CSAT 43.0→40.6 n=210→402 (10→18%) · −2.4" in text_of(app)[-2]
        await press(app, pilot, "full_stop")
        assert boards.asked[-1] == (
            "figure engineer-visit csat 2026-10-24..2026-11-20 reason no show against baseline"
        )
        assert "reason no show: CSAT 62.0% → 62.0%" in text_of(app)[1]
        await press(app, pilot, "enter")
        assert (
            "612 rows, the first 500 shown = the 612 behind reason no show: "
            "CSAT 62.0% → 62.0%: 210 before, 402 now" in words_of(app)
        )


async def test_the_comparison_of_the_session_counts():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await changed(app, pilot)
        assert boards.asked[-1] == "changed engineer-visit None 28d baseline"
        await press(app, pilot, "t", "y")
        assert app.session.comparison is Comparison.YEAR
        assert boards.asked[-1] == "changed engineer-visit None 28d year"


async def test_what_cannot_be_told_says_why_and_what_to_do():
    class Bare(FakeBoards):
        def what_changed(self, *asked):
            found = super().what_changed(*asked)
            none = replace(found.compared, change=None, low=None, high=None, why="no data then")
            return replace(found, compared=none, splits=(), why_not="no data then")

    async with opened(Bare()) as (app, pilot):
        await changed(app, pilot)
        assert "Nothing can be said of what changed: no data then" in words_of(app)
        assert "t chooses days with as many before them" in words_of(app)


async def test_everything_fits_at_the_smallest_and_the_largest_size():
    for size in [(60, 20), (80, 24), (120, 40), (200, 50)]:
        async with opened(size=size) as (app, pilot):
            await changed(app, pilot)
            board = app.screen.board
            for line in board.picture.lines:
                assert sum(len(span.text) for span in line) <= board.size.width, (size, line)
            assert any("43.0→40.6" in s.text for line in board.picture.lines for s in line)


async def test_the_chosen_kpi_is_that_of_the_breakdown_too():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await changed(app, pilot, "m")
        assert boards.asked[-1] == "changed engineer-visit repeat_7d 28d baseline"
        await press(app, pilot, "shift+tab")
        assert boards.asked[-1] == "breakdown engineer-visit repeat_7d 28d"


async def test_query_panel_opens_with_the_sql_under_the_cursor():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await changed(app, pilot, "j", "6")
        await settled(app, pilot)
        assert boards.asked[-1].startswith("figure engineer-visit csat 2026-10-24..2026-11-20 reas")
