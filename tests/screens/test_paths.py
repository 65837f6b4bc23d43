"""Screen p: paths across touchpoints, by rules that can be changed, each figure with its rows."""

from dataclasses import replace

import pytest

from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.path_rules import PathWish
from cjm_tui.domain.paths import Behind, Coverage
from cjm_tui.errors import CjmError
from cjm_tui.screens.paths import PathsLine
from tests.screens.app_under_test import RecordingDriver, opened, press, settled, text_of
from tests.screens.fake_boards import FakeBoards, state
from tests.screens.fake_paths import fake_paths
from tests.screens.looks import app_in, pressing
from tests.screens.test_silence import sent
from tests.screens.test_untrusted_text import FORBIDDEN, OURS, OWN


def seen(app):
    return "\n".join(text_of(app))


def row(app, name):
    return next(line for line in text_of(app) if line[1:].startswith(name))


async def test_p_opens_the_variants_with_rules_coverage_and_outcome():
    async with opened() as (app, pilot):
        await press(app, pilot, "p")
        text = seen(app)
        assert text_of(app)[0].startswith(" Paths")
        assert "2,474 paths of 3,605 legs · 81% of legs known · gap 1 day, started" in text
        assert row(app, "IVR  ").split()[1:7] == ["640", "26%", "29%", "25–33", "480", "+85"]
        assert row(app, "IVR ×3 → Agent call").split()[-7:-4] == ["12", "0.5%", "too"]
        assert row(app, "Agent call → IVR → …")
        assert row(app, "41 other variants").split()[3] == "59"
        await press(app, pilot, "G")
        assert "A path ends after 1 day of silence" in seen(app)
        assert "3,601 of 4,450 legs of these days (81%) have a known customer" in seen(app)
        assert "3 paths longer than is kept (3,601 of 3,605 legs)" in " ".join(seen(app).split())


async def test_volume_times_outcome_puts_what_hurts_first():
    async with opened() as (app, pilot):
        await press(app, pilot, "p", "S")
        assert "BY VOLUME × OUTCOME" in seen(app)
        names = [spot.words.split(":")[0] for spot in app.screen.board.picture.spots]
        assert names[1:3] == ["IVR", "Fault form → IVR → Agent call"]


async def test_deviations_are_sentences_that_say_what_may_be_chance():
    async with opened() as (app, pilot):
        await press(app, pilot, "p")
        await press(app, pilot, "tab")
        text = " ".join(seen(app).split())
        assert "the order of the stages stands in for it" in text
        assert "31% of those at Fault form turn to IVR (133 of 423)" in text
        assert (
            "6.4 times as often: 32% [24–42] of 103 against 5.0% of the others there (221)" in text
        )
        assert "28 more came back than if like the others" in text
        await press(app, pilot, "G")
        text = " ".join(seen(app).split())
        assert "of those at Chat go back to Engineer visit (4 of 604) too few to say" in text


async def test_enter_shows_the_sql_then_the_rows_and_v_the_words_of_the_line():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "p", "j", "j")
        await press(app, pilot, "enter")
        assert "rests on 640 rows" in seen(app)
        mark = boards.paths.asked[-1][2]
        assert (mark.behind, mark.touchpoints, mark.n) == (Behind.VARIANT, ("ivr",), 640)
        await press(app, pilot, "enter")
        assert text_of(app)[0].startswith(" Paths › IVR › rows")
        await press(app, pilot, "escape", "escape", "v")
        assert text_of(app)[0].startswith(" Paths › IVR › words")
        await press(app, pilot, "escape")
        assert app.screen.board.spot.words.startswith("IVR: 640 paths (26%)")


async def test_rules_are_typed_kept_by_all_panes_and_taken_back():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "p", "slash")
        await press(app, pilot, *"gap:3d rule:ended ivr", "enter")
        assert text_of(app)[0].startswith(" Paths › /gap:3d rule:ended ivr")
        assert "gap 3 days, ended" in seen(app)
        assert "Chat " not in seen(app), "words narrow what is listed"
        await press(app, pilot, "tab")
        assert boards.paths.asked[-1][1] == PathWish(72, "ended", words=("ivr",))
        await press(app, pilot, "escape")
        assert boards.paths.asked[-1][1] == PathWish()
        assert text_of(app)[0].startswith(" Paths  ")


async def test_what_is_no_rule_is_said_and_the_line_stays():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "p", "slash")
        asked = len(boards.paths.asked)
        await press(app, pilot, *"gap:soon", "enter")
        assert "'soon' is no gap" in text_of(app)[-1]
        assert len(boards.paths.asked) == asked
        await press(app, pilot, "escape")
        assert text_of(app)[0].startswith(" Paths  ")


async def test_enter_walks_from_touchpoint_to_touchpoint_and_a_dot_shows_the_visits():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "p", "tab", "tab")
        assert "web-shop: in no path of these days" in seen(app)
        app.screen.look_at("ivr")
        assert "IVR: 1,660 visits in 1,600 paths; 86% begin here, 42% end here" in seen(app)
        await press(app, pilot, "j", "enter")
        assert "AFTER AGENT CALL" in seen(app)
        assert "Agent call: 914 visits" in row(app, "Agent call: ")
        await press(app, pilot, "j", "j", "full_stop")
        mark = boards.paths.asked[-1][2]
        assert (mark.behind, mark.n, mark.to_end) == (Behind.STEPS, 880, True)


async def test_p_looks_at_the_touchpoint_one_came_from():
    async with opened() as (app, pilot):
        app.screen.open_touchpoint("engineer-visit")
        await settled(app, pilot)
        await press(app, pilot, "p", "tab", "tab")
        assert "Engineer visit: 4 visits" in seen(app)


async def test_loops_and_switches_have_n_interval_and_too_few():
    async with opened() as (app, pilot):
        await press(app, pilot, "p", "shift+tab")
        assert row(app, "IVR, directly").split()[2:7] == ["55", "3.4%", "30%", "18–45", "40"]
        assert row(app, "Chat, directly").split()[4:6] == ["too", "few"]
        assert row(app, "web → phone").split()[3:6] == ["133", "31%", "32%"]


async def test_other_days_give_the_change_of_each_share():
    async with opened() as (app, pilot):
        await press(app, pilot, "p", "t", "p")
        assert app.session.comparison is Comparison.PREVIOUS
        assert "may be chance" in app.screen.board.picture.spots[1].words
        assert "share vs then" in app.screen.board.picture.spots[1].words


async def test_the_summary_says_the_rules_beside_the_figures():
    async with opened() as (app, pilot):
        sent_texts = []
        app.copy_to_clipboard = sent_texts.append
        await press(app, pilot, "p", "j", "j", "Y")
        (text,) = sent_texts
        first, second = text.split("\n")
        assert first.startswith("IVR: 640 paths (26%); came back 29% [25–33] of 480")
        assert "28 days" in second
        assert "A path ends after 1 day of silence" in second


@pytest.mark.parametrize(
    ("coverage", "words"),
    [
        (Coverage(900, 0), "None of the 900 legs of these days has a known customer"),
        (Coverage(900, 40), "No path of known customers counts in these days"),
    ],
)
async def test_no_paths_say_why(coverage, words):
    boards = FakeBoards()
    none = fake_paths(state(), "28d", PathWish(), Comparison.BASELINE)
    totals = replace(none.totals, paths=0, known=0)
    boards.paths.found_paths = replace(none, coverage=coverage, totals=totals)
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "p")
        assert words in " ".join(seen(app).split())


async def test_a_failure_is_said_and_the_map_still_there():
    boards = FakeBoards()
    boards.paths.failure = CjmError("This needs more memory.", hint="Choose a shorter period.")
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "p")
        assert "This needs more memory." in seen(app)
        assert "Choose a shorter period." in seen(app)
        await press(app, pilot, "escape")
        assert app.current_mode == "map"


async def test_the_same_paths_again_send_nothing():
    async with opened(driver=RecordingDriver) as (app, pilot):
        await press(app, pilot, "p")
        await settled(app, pilot)
        sent()
        app.session.boards.stamp_value += 1
        app.poll()
        await settled(app, pilot)
        assert sent() == 0


async def test_names_of_any_kind_do_nothing():
    boards = FakeBoards()
    found = fake_paths(state(), "28d", PathWish(), Comparison.BASELINE)
    names = {f"t{n}": text for n, text in enumerate(OWN)}
    variants = tuple(replace(found.variants[0], touchpoints=(name, *names)) for name in names)
    moves = tuple(replace(found.moves[3], touchpoint_id="t0", next_id=name) for name in names)
    places = tuple(replace(found.places[0], touchpoint_id=name) for name in names)
    loops = tuple(replace(found.loops[1], touchpoint_id=name, via=name) for name in names)
    deviations = tuple(replace(found.deviations[0], next_id=name) for name in names)
    boards.paths.found_paths = replace(
        found,
        names=names,
        variants=variants,
        moves=moves,
        places=places,
        loops=loops,
        deviations=deviations,
    )
    async with opened(boards, size=(200, 50), driver=RecordingDriver) as (app, pilot):
        await press(app, pilot, "p", "tab", "tab", "tab", "tab")
        await press(app, pilot, "enter")
        assert not FORBIDDEN.search(OURS.sub("", "".join(RecordingDriver.written)))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("pane", ["variants", "deviations", "moves", "loops"])
def test_paths_look_as_before(snap_compare, monkeypatch, size, pane):
    keys = ("tab",) * ["variants", "deviations", "moves", "loops"].index(pane)
    before = pressing("p", *keys)
    assert snap_compare(app_in("dark", monkeypatch), terminal_size=size, run_before=before)


def test_paths_look_as_before_without_colour(snap_compare, monkeypatch):
    app = app_in("no-color", monkeypatch)
    assert snap_compare(app, terminal_size=(120, 40), run_before=pressing("p", "tab"))


async def test_tab_goes_on_with_what_the_line_offers():
    async with opened() as (app, pilot):
        await press(app, pilot, "p", "slash")
        assert "tab gap: rule: back: segment:" in text_of(app)[-1]
        await press(app, pilot, *"ru", "tab")
        assert app.screen.query_one(PathsLine).field.value == "rule:"
        assert "tab rule:started  rule:ended  rule:within" in text_of(app)[-1]
        await press(app, pilot, "e", "tab", *"seg", "tab", *"pri", "tab", "enter")
        await settled(app, pilot)
        wish = app.session.boards.paths.asked[-1][1]
        assert (wish.rule, wish.segment) == ("ended", "priority")
        assert "tab" in text_of(app)[-1]  # the pane's own keys again
        assert "rule:" not in text_of(app)[-1]
