"""From a bad number to its SQL, its rows and the customers' words, and back with esc."""

from dataclasses import replace
from datetime import date
from threading import Event

import pytest

from cjm_tui.errors import CjmError
from tests.screens.app_under_test import opened, press, settled, text_of
from tests.screens.fake_boards import FakeBoards


async def test_enter_opens_the_touchpoint_and_esc_comes_back_to_its_row():
    async with opened() as (app, pilot):
        await press(app, pilot, *"jjjjj", "enter")
        assert text_of(app)[0].startswith(" Set up › Engineer visit")
        await press(app, pilot, "escape")
        assert app.screen.board.spot.key == "engineer-visit"


async def test_page_says_what_good_is_and_how_it_goes():
    async with opened(size=(80, 72)) as (app, pilot):
        await press(app, pilot, *"jjjjj", "enter")
        rows = " ".join(" ".join(text_of(app)).split())
        for words in (
            "GOOD It is sorted the first time",
            "CSAT at least 75 % · Dana Levi, 3 Mar 2026",
            "CSAT 62.0% [60.0–64.0] n=2,207 ▼ worse since 11 Nov (9 days)",
            "baseline 66.3 · target 75 missed · owner Field Service",
            "CSAT by day · the last 8 in a row below the baseline",
            "× left out: core router outage",
            "outcome: a need met or failed, as later behaviour confirms Repeat in 7 days 31,877 34.2% 33.7–34.7 25 MISSED",
            "perception: what customers say; no proof of a need met CES 2.0 910 5.10",
            "34% [32–37] of 1,200 invited answered NPS 8 too few",
            "no data here: Abandoned: no outcome says answered or abandoned",
            "Repeat in 7 days, FCR 7d: final to 13 Nov",
            "newest 6 of 214",
            "accountable Field Service",
            "HAS LEFT",
        ):
            assert words in rows, words


async def test_everything_of_the_page_can_be_reached_at_80x24():
    async with opened() as (app, pilot):
        await press(app, pilot, *"jjjjj", "enter")
        seen = set(text_of(app))
        for _ in range(5):
            await pilot.press("ctrl+d")
            seen |= set(text_of(app))
        rows = "\n".join(seen)
        for words in ("OTHER KPIS", "WORDS", "ACTIONS", "ACCOUNTABILITY", "ENABLERS", "technology"):
            assert words in rows, words


async def test_overview_has_two_columns_where_it_has_the_whole_width():
    async with opened(size=(120, 40)) as (app, pilot):
        await press(app, pilot, "enter")
        assert not any("WORDS" in row and "web" in row for row in text_of(app))
        await press(app, pilot, "z")
        assert any("WORDS" in row and "web" in row for row in text_of(app))
        key = app.screen.board.spot.key
        await press(app, pilot, "l")
        assert app.screen.board.spot.key.startswith("words:")
        await press(app, pilot, "h")
        assert app.screen.board.spot.key.startswith("kpi:")
        assert key.startswith("kpi:")


async def test_number_to_sql_to_rows_to_words():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, *"jjjjj", "full_stop")
        assert any("from feedback as f" in row for row in text_of(app))
        assert any("rests on 2,207 rows; enter shows them" in row for row in text_of(app))
        await press(app, pilot, "enter")
        assert text_of(app)[1].startswith(
            " 2,207 rows, the first 500 shown = the 2,207 behind CSAT 62.0% [60.0–64.0]"
        )
        await press(app, pilot, "v")
        assert text_of(app)[0].startswith(" Set up › Engineer visit › words (7)")
        said = " ".join(" ".join(text_of(app)[1:3]).split())
        assert "CSAT 62.0% [60.0–64.0]: 7 answers with words, from the 2,207 counted" in said
        await press(app, pilot, "escape", "escape", "escape")
        assert app.screen.board.spot.key == "engineer-visit"
        assert boards.asked == [
            "map 28d",
            "figure engineer-visit csat 2026-10-24..2026-11-20",
            "rows csat",
            "words behind engineer-visit csat",
        ]


async def test_rows_say_whose_they_are_and_enter_opens_the_contact():
    boards = FakeBoards()
    async with opened(boards, size=(120, 40)) as (app, pilot):
        await press(app, pilot, *"jjjjj", "full_stop", "enter", "j")
        head = next(row for row in text_of(app) if row.startswith(" local_at"))
        assert head.split()[1:6] == ["value", "customer", "reason", "score", "words"]
        assert any("segment home" in row and "channel visit" in row for row in text_of(app)[1:5])
        assert any(" Zk000+8aYtQ3e fault " in row for row in text_of(app))
        await press(app, pilot, "enter")
        assert boards.asked[-1] == "contact feedback f-90210"
        said = " ".join(" ".join(text_of(app)).split())
        for words in (
            "customer Zk000+8aYtQ3e · contact c-4711 · inbound · reason billing",
            "recorded as NOT resolved",
            "BEFORE the same customer",
            "Tue 17 Nov 19:49 Web shop: done",
            "THIS CONTACT",
            "answered CSAT 1 of 1-5 “f-90210”",
            "LATER the same customer",
        ):
            assert words in said, words
        assert app.screen.board.spot.key == "step:1", "the cursor begins at the contact itself"
        await press(app, pilot, "escape")
        assert app.screen.board.spot.key == "1"
        await press(app, pilot, "6")
        assert "rows_with_their_details" in "\n".join(text_of(app))


async def test_rows_leave_out_by_name_what_has_no_room_and_cut_no_number_or_id():
    async with opened() as (app, pilot):
        await press(app, pilot, *"jjjjj", "full_stop", "enter")
        rows = text_of(app)
        left_out = next(row for row in rows if "no room for" in row)
        head = next(row for row in rows if row.startswith(" local_at")).split()
        for name in ("wait_s", "handle_s", "final_local_at", "contact_id", "source_id"):
            assert (name in left_out) != (name in head), name
        assert "customer" in head
        assert any("Zk000+8aYtQ3e" in row for row in rows)


async def test_times_of_rows_are_whole_at_the_smallest_size():
    async with opened(size=(60, 20)) as (app, pilot):
        await press(app, pilot, *"jjjjj", "full_stop", "enter")
        assert any("2026-11-20 17:27" in row for row in text_of(app))


async def test_page_without_channel_or_mark_begins_with_what_good_is():
    boards = FakeBoards()
    journey = boards.map.journeys[0]
    bare = replace(journey.stages[0].touchpoints[0], channel="")
    stage = replace(journey.stages[0], touchpoints=(bare,))
    boards.map = replace(boards.map, journeys=(replace(journey, stages=(stage,)),))
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "enter")
        assert text_of(app)[2].startswith(" GOOD ")


async def test_signal_is_never_broken_and_long_words_end_in_dots():
    class Wordy(FakeBoards):
        def touchpoint(self, touchpoint_id, period, query, **asked):
            page = super().touchpoint(touchpoint_id, period, query, **asked)
            long = replace(page.words[0], words="incomprehensibilities all around " * 30)
            kpi = replace(page.score.kpi, title="Customer satisfaction (CSAT)")
            return replace(page, words=(long,), score=replace(page.score, kpi=kpi))

    async with opened(Wordy(), size=(120, 40)) as (app, pilot):
        app.screen.open_touchpoint("engineer-visit")
        await settled(app, pilot)
        await press(app, pilot, "z")
        rows = text_of(app)
        assert sum("▼ worse since 11 Nov (9 days)" in row for row in rows) == 1
        first = next(i for i, row in enumerate(rows) if "“incompre" in row)
        assert "…”" in rows[first + 2]
    async with opened(Wordy(), size=(60, 20)) as (app, pilot):
        app.screen.open_touchpoint("engineer-visit")
        await settled(app, pilot)
        assert any(row.startswith((" ▼ worse since", "▸▼ worse")) for row in text_of(app))


async def test_titles_of_kpis_are_whole_where_two_panes_leave_little_room():
    async with opened(size=(120, 40)) as (app, pilot):
        app.screen.open_touchpoint("engineer-visit")
        await settled(app, pilot)
        rows = text_of(app)
        assert any(row.startswith("  Repeat in 7 days  ") for row in rows)
        assert any(row.startswith(" perception: what customers say") for row in rows)


async def test_rows_that_are_not_the_denominator_are_not_passed_off_as_it():
    async with opened(FakeBoards(rows_total=2300)) as (app, pilot):
        await press(app, pilot, *"jjjjj", "full_stop", "enter")
        assert "but n was 2,207" in text_of(app)[1]
        assert "=" not in text_of(app)[1]


async def test_daily_totals_have_no_rows_and_nobody_is_said_to_have_written():
    async with opened(FakeBoards(rows_total=2200, totalled=7)) as (app, pilot):
        await press(app, pilot, *"jjjjj", "full_stop")
        rows = " ".join(" ".join(text_of(app)[1:3]).split())
        assert "rests on 2,200 rows; enter shows them; 7 more came as daily totals" in rows
        await press(app, pilot, "enter")
        rows = " ".join(" ".join(text_of(app)[1:3]).split())
        assert "and 7 that came as daily totals, without rows, = the 2,207 behind CSAT" in rows


async def test_number_of_daily_totals_alone_says_why_it_has_no_rows():
    async with opened(FakeBoards(rows_total=0, totalled=2207)) as (app, pilot):
        await press(app, pilot, *"jjjjj", "full_stop", "enter")
        rows = " ".join(" ".join(text_of(app)).split())
        assert "All 2,207 behind CSAT 62.0% [60.0–64.0] came as daily totals" in rows


async def test_evidence_keeps_to_the_days_of_the_number_that_opened_it():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        app.session.period = "7d"  # chosen, but its map has not come
        await press(app, pilot, "full_stop")
        assert boards.asked[-1] == "figure web-shop csat 2026-10-24..2026-11-20"
        assert "28 days" in text_of(app)[0]
        await press(app, pilot, "escape")


async def test_words_behind_a_number_are_none_where_nobody_spoke():
    class Silent(FakeBoards):
        def figure_words(self, figure, limit, query):
            return (), 0

    async with opened(Silent()) as (app, pilot):
        await press(app, pilot, "full_stop", "v")
        assert any("Nobody whom this number counts has said" in row for row in text_of(app))


async def test_only_those_who_hold_a_role_today_are_shown():
    class Past(FakeBoards):
        def touchpoint(self, touchpoint_id, period, query, **asked):
            page = super().touchpoint(touchpoint_id, period, query, **asked)
            handed_over, kept, gone = page.accountability
            return replace(
                page,
                accountability=(
                    replace(handed_over, until=date(2026, 11, 30)),
                    kept,
                    replace(gone, current=False),
                ),
            )

    async with opened(Past(), size=(80, 70)) as (app, pilot):
        await press(app, pilot, *"jjjjj", "enter")
        rows = " ".join(" ".join(text_of(app)).split())
        assert "accountable Field Service since 3 Mar · until 30 Nov" in rows
        assert "Planning" in rows
        assert "Kim Osei" not in rows


async def test_sql_is_of_the_kpi_under_the_cursor():
    boards = FakeBoards()
    async with opened(boards, size=(80, 60)) as (app, pilot):
        await press(app, pilot, *"jjjjj", "enter", "j", "enter")
        assert boards.asked[-1] == "figure engineer-visit repeat_7d 2026-10-24..2026-11-20"


async def test_evidence_stands_still_while_others_write():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "v")
        boards.stamp_value += 1
        app.poll()
        await settled(app, pilot)
        assert boards.asked == ["map 28d", "words web-shop newest customer"]
        await press(app, pilot, "escape")
        assert boards.asked[-1] == "map 28d"


async def test_failure_stays_on_the_screen_that_asked():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        boards.failure = CjmError("This query is broken.", hint="Tell its author.")
        await press(app, pilot, "enter")
        assert any("This query is broken." in row for row in text_of(app))
        await press(app, pilot, "escape")
        assert any("NO OWNER" in row for row in text_of(app))


class SlowBoards(FakeBoards):
    """A touchpoint that takes until the test lets it go."""

    def touchpoint(self, touchpoint_id, period, query, **asked):
        self.started = self.interrupted = False
        with query.on_cancel(self._interrupt):
            self.running.set()
            self.go.wait(10)
        return super().touchpoint(touchpoint_id, period, query, **asked)

    def _interrupt(self):
        self.interrupted = True
        self.go.set()


async def test_leaving_a_screen_interrupts_its_query_and_drops_its_result():
    boards = SlowBoards()
    boards.running, boards.go = Event(), Event()
    async with opened(boards) as (app, pilot):
        await pilot.press("enter")
        while not boards.running.is_set():
            await pilot.pause()
        left = app.screen
        await pilot.press("escape")
        await settled(app, pilot)
        assert boards.interrupted
        assert left.data is None
        assert any("NO OWNER" in row for row in text_of(app))


async def test_result_of_an_overtaken_fetch_is_dropped():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        screen = app.screen
        shown = []
        screen.post_message(screen.feed.Arrived(boards.queries[0], lambda: shown.append("late")))
        await settled(app, pilot)
        assert shown == []


async def test_bug_in_a_fetch_ends_the_app_instead_of_loading_for_ever():
    class Broken(FakeBoards):
        def touchpoint(self, touchpoint_id, period, query, **asked):
            raise ZeroDivisionError("a bug")

    async def use():
        async with opened(Broken()) as (app, pilot):
            await pilot.press("enter")
            while any(not worker.is_finished for worker in app.workers):
                await pilot.pause()
            await pilot.pause()

    with pytest.raises(ZeroDivisionError):
        await use()


async def test_k_asks_for_all_kpis_of_the_touchpoint_and_for_the_main_ones_again():
    wanted = []

    class Folding(FakeBoards):
        def touchpoint(self, touchpoint_id, period, query, *, every=False):
            wanted.append(every)
            page = super().touchpoint(touchpoint_id, period, query, every=every)
            if every:
                return page
            return replace(page, every=False, kpis=page.kpis[:1], folded=(page.kpis[1].kpi,))

    async with opened(Folding(), size=(80, 72)) as (app, pilot):
        await press(app, pilot, *"jjjjj", "enter")
        few = [spot.key for spot in app.screen.board.picture.spots]
        await press(app, pilot, "K")
        many = [spot.key for spot in app.screen.board.picture.spots]
        assert len(many) > len(few)
        await press(app, pilot, "K")
        assert [spot.key for spot in app.screen.board.picture.spots] == few
    assert wanted == [False, True, False]
