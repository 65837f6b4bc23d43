"""The pane that breaks a KPI down: lists, the heat table, and the way from each number to its rows."""

from dataclasses import replace

from cjm_tui.domain.breakdown import Cut, Dimension
from cjm_tui.domain.kpi import Estimate
from cjm_tui.widgets.picture import key_of
from tests.screens.app_under_test import RecordingDriver, opened, press, settled, text_of
from tests.screens.fake_boards import FakeBoards
from tests.screens.test_silence import sent

BACK = ("escape", "escape")
NINE_ON_MONDAY = key_of("weekday×hour", "1", "9", False)


async def breakdown(app, pilot, *keys):
    app.screen.open_touchpoint("engineer-visit")
    await settled(app, pilot)
    await press(app, pilot, "tab", *keys)


def words_of(app):
    return " ".join(" ".join(text_of(app)).split())


def inks(app, text):
    """Return the inks of the spans of the board's picture that hold the text."""
    picture = app.screen.board.picture
    return {span.ink for line in picture.lines for span in line if text in span.text}


async def test_lists_say_n_value_interval_and_how_a_part_differs():
    async with opened(size=(80, 60)) as (app, pilot):
        await breakdown(app, pilot)
        rows = words_of(app)
        for words in (
            "CSAT 62.0% [60.0–64.0] n=2,207",
            "no show 402 18% 40.6% 36.6–44.6 ▼ worse −21.4 86",
            "late 615 28% 58.9% 54.9–62.9 −3.1 19",
            "on time 1,102 50% 68.2% 64.2–72.2 ▲ better +6.2",
            "Loan crew 5 <1% too few",
            "not known 88 4% 62.0%",
            "channel visit · queue not known · source field.csv · flow version not known",
            "of 90 parts held against the others none is marked by chance in 19 of 20",
        ):
            assert words in rows, words


async def test_a_part_goes_to_the_clipboard_in_two_lines():
    async with opened(size=(80, 60)) as (app, pilot):
        await breakdown(app, pilot, "j", "Y")
        first, second = app.clipboard.split("\n")
        assert first.startswith(
            "Set up › Engineer visit   reason no show: CSAT 40.6% [36.6–44.6] n=402"
        )
        assert first.endswith("of all 62.0% [60.0–64.0]")
        assert "data until Fri 20 Nov" in second
        assert second.endswith("query csat · 95% interval")
        await press(app, pilot, "k", "Y")
        assert " 62.0% [60.0–64.0] n=2,207\n" in app.clipboard


async def test_only_a_signal_has_a_colour():
    async with opened(size=(80, 60)) as (app, pilot):
        await breakdown(app, pilot)
        assert inks(app, "40.6%") == {"worse"}
        assert inks(app, "68.2%") == {"better"}
        assert inks(app, "58.9%") == {"plain"}
        marks = {s.ink for line in app.screen.board.picture.lines for s in line if s.text == "▼"}
        assert marks == {"worse"}


async def test_heat_table_marks_few_rows_and_says_the_cell_in_full():
    async with opened(size=(80, 60)) as (app, pilot):
        await breakdown(app, pilot)
        table = {row.split()[0]: row.split()[1:] for row in text_of(app) if ":00" in row}
        assert table["9:00"][0] == "31▼"
        assert all(row[5].endswith("°") for row in table.values()), "Saturdays have 12 rows"
        assert table["16:00"][6] == "·"
        assert app.screen.board.move_to(NINE_ON_MONDAY)
        await settled(app, pilot)
        assert " ▸ Mon 9:00: CSAT 31.0% [27.0–35.0] n=39 (2%) · ▼ worse −31.0" in text_of(app)[-2]


async def test_worst_first_or_by_n():
    def teams(app):
        return [row.split()[0] for row in text_of(app) if row.split()[:1] in (["North"], ["South"])]

    async with opened(size=(80, 60)) as (app, pilot):
        await breakdown(app, pilot)
        assert teams(app) == ["South", "North"], "South failed more than at North's rate"
        await press(app, pilot, "S")
        assert teams(app) == ["North", "South"], "North has more rows"
        assert "most rows first" in text_of(app)[-1]


async def test_number_to_sql_to_rows_of_a_part_and_of_a_cell():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await breakdown(app, pilot, "j", "full_stop")
        assert boards.asked[-1] == (
            "figure engineer-visit csat 2026-10-24..2026-11-20 reason no show"
        )
        assert "reason no show › CSAT SQL" in text_of(app)[0]
        assert "reason no show: CSAT" in text_of(app)[1]
        await press(app, pilot, "enter")
        assert "402 rows = the 402 behind reason no show: CSAT" in words_of(app)
        await press(app, pilot, *BACK)
        app.screen.board.move_to(NINE_ON_MONDAY)
        await press(app, pilot, "enter")
        assert boards.asked[-1].endswith("Mon 9:00")
        await press(app, pilot, "escape")
        assert app.screen.board.spot.key == NINE_ON_MONDAY


async def test_words_are_those_behind_the_part_under_the_cursor():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await breakdown(app, pilot, "j", "v")
        assert boards.asked[-2:] == [
            "figure engineer-visit csat 2026-10-24..2026-11-20 reason no show",
            "words behind engineer-visit csat",
        ]
        assert "reason no show › words (7)" in text_of(app)[0]
        await press(app, pilot, "escape")
        assert app.screen.board.spot.key == key_of("reason", "no show", False)


async def test_daily_totals_have_no_rows_to_show():
    class Totals(FakeBoards):
        def breakdown(self, touchpoint_id, kpi, period, query):
            found = super().breakdown(touchpoint_id, kpi, period, query)
            reasons = found.division(Dimension.REASON)
            cut = Cut(((Dimension.REASON, None),))
            part = replace(
                reasons.parts[0], cut=cut, estimate=Estimate(500, 80.0, 76.0, 83.0), totalled=True
            )
            first = replace(reasons, parts=(*reasons.parts, part))
            return replace(found, divisions=(first, *found.divisions[1:]))

    boards = Totals()
    async with opened(boards, size=(80, 40)) as (app, pilot):
        await breakdown(app, pilot)
        assert "(daily totals) 500" in words_of(app)
        app.screen.board.move_to(key_of("reason", None, True))
        await press(app, pilot, "full_stop")
        assert "these came as daily totals, which have no rows" in text_of(app)[-1]
        assert not any(asked.startswith("figure") for asked in boards.asked)


async def test_another_kpi_by_key_and_from_the_overview():
    boards = FakeBoards()
    async with opened(boards, size=(80, 60)) as (app, pilot):
        await breakdown(app, pilot, "m")
        assert boards.asked[-1] == "breakdown engineer-visit repeat_7d 28d"
        await press(app, pilot, "M")
        assert boards.asked[-1] == "breakdown engineer-visit csat 28d"
        await press(app, pilot, "shift+tab", "j", "j", "b")
        assert boards.asked[-1] == "breakdown engineer-visit fcr_7d 28d"
        assert "[breakdown]" in text_of(app)[1]
        assert "FCR 7d" in text_of(app)[2]


async def test_a_kpi_without_rows_says_so():
    class Empty(FakeBoards):
        def breakdown(self, touchpoint_id, kpi, period, query):
            found = super().breakdown(touchpoint_id, kpi, period, query)
            bare = tuple(replace(division, parts=()) for division in found.divisions)
            return replace(found, divisions=bare)

    async with opened(Empty()) as (app, pilot):
        await breakdown(app, pilot)
        assert "CSAT has no rows in this period." in words_of(app)


async def test_everything_fits_at_the_smallest_and_the_largest_size():
    for size in [(60, 20), (80, 24), (120, 40), (200, 50)]:
        async with opened(size=size) as (app, pilot):
            await breakdown(app, pilot)
            board = app.screen.board
            width = board.size.width
            for line in board.picture.lines:
                assert sum(len(span.text) for span in line) <= width, (size, line)
            for words in ("no show", "▼ worse −21.4", "too few"):
                assert any(words in span.text for line in board.picture.lines for span in line)


async def test_equal_breakdown_and_a_moving_cursor_are_cheap():
    boards = FakeBoards()
    async with opened(boards, driver=RecordingDriver) as (app, pilot):
        await breakdown(app, pilot)
        sent()
        boards.stamp_value += 1
        app.poll()
        await settled(app, pilot)
        assert sent() == 0
        await press(app, pilot, "j")
        assert 0 < sent() < 1_500
