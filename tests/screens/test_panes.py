"""A screen of several panes: one at a time or two side by side, each asking, failing, waiting alone."""

from contextlib import asynccontextmanager
from threading import Event

from textual.reactive import var

from cjm_tui.domain.period import Period
from cjm_tui.errors import BusyError, CjmError
from cjm_tui.screens.data_screen import Basis
from cjm_tui.screens.pane import Pane
from cjm_tui.screens.panes import PanesScreen
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.picture import Picture, Span
from cjm_tui.widgets.sheet import Sheet
from tests.screens.app_under_test import RecordingDriver, opened, press, settled, text_of
from tests.screens.fake_boards import LAST_DAY, FakeBoards, state
from tests.screens.test_silence import sent


class Lines(Board):
    """Some lines to stand on."""

    lines: var[tuple[str, ...]] = var((), init=False)

    def watch_lines(self):
        self.redraw()

    def draw(self, size):
        sheet = Sheet(size.width)
        for index, text in enumerate(self.lines):
            sheet.spot(f"line:{index}", [(Span(f" {text}"),)], text)
        return sheet.picture() if self.lines else Picture()


class Part(Pane):
    """A pane that says its name and what it was asked."""

    def __init__(self, session, name, answers):
        self.NAME = name
        self.answers = answers
        super().__init__(session)

    def make_board(self):
        return Lines()

    def fetch(self, query, period):
        self.session.boards.asked.append(f"{self.NAME} {period}")
        self.session.boards.queries.append(query)
        answer = self.answers.get(self.NAME, f"{self.NAME} of {period}")
        if isinstance(answer, Exception):
            raise answer
        return answer() if callable(answer) else answer

    def present(self, data):
        self.board.lines = (data, f"more of {self.NAME}")

    def empty(self, data):
        return Notice(Outcome.EMPTY, f"No {self.NAME}.") if not data else None

    def basis(self, _data):
        return Basis(state(), Period(LAST_DAY, LAST_DAY, "1d")) if self.NAME == "one" else None


class Parts(PanesScreen):
    """Three of them."""

    def __init__(self, session, answers):
        self.answers = answers
        super().__init__(session)

    def make_panes(self):
        return tuple(Part(self.session, name, self.answers) for name in ("one", "two", "three"))

    def where(self):
        return ("Parts",)


@asynccontextmanager
async def parts(size=(80, 24), driver=None, **answers):
    boards = FakeBoards()
    async with opened(boards, size=size, driver=driver) as (app, pilot):
        boards.asked.clear()
        app.push_screen(Parts(app.session, answers))
        await settled(app, pilot)
        yield app, pilot, boards


def seen(app):
    return "\n".join(text_of(app))


async def test_panes_are_fetched_when_they_are_first_seen():
    async with parts() as (app, pilot, boards):
        assert boards.asked == ["one 28d"]
        assert text_of(app)[1].startswith("[one] two  three")
        assert "one of 28d" in seen(app)
        await press(app, pilot, "tab")
        assert boards.asked == ["one 28d", "two 28d"]
        assert text_of(app)[1].startswith(" one [two] three")
        assert "two of 28d" in seen(app)
        assert "one of 28d" not in seen(app)
        await press(app, pilot, "tab", "tab")
        assert boards.asked == ["one 28d", "two 28d", "three 28d"], "nothing has been written"
        await press(app, pilot, "shift+tab")
        assert text_of(app)[1].startswith(" one  two [three]")


async def test_a_pane_seen_again_catches_up_with_what_was_written_and_chosen():
    async with parts() as (app, pilot, boards):
        await press(app, pilot, "tab", "t", "a")
        assert boards.asked == ["one 28d", "two 28d", "two all"]
        boards.stamp_value += 1
        await press(app, pilot, "shift+tab")
        assert boards.asked[-1] == "one all"
        assert "one of all" in seen(app)


async def test_two_panes_stand_side_by_side_from_120_columns():
    async with parts(size=(120, 40)) as (app, pilot, boards):
        assert boards.asked == ["one 28d", "two 28d"]
        row = next(row for row in text_of(app) if "one of 28d" in row)
        assert "two of 28d" in row
        assert row.index("two of 28d") > 60
        assert seen(app).count("▸") == 1, "only the pane that the keys are for has a cursor"
        await press(app, pilot, "tab", "tab")
        row = next(row for row in text_of(app) if "one of 28d" in row)
        assert "three of 28d" in row
        assert text_of(app)[1].startswith(" one  two [three]")
        await press(app, pilot, "z")
        assert "one of 28d" not in seen(app)
        assert any(row.startswith("▸three of 28d") for row in text_of(app))
        await press(app, pilot, "z")
        assert "one of 28d" in seen(app)


async def test_each_pane_keeps_its_cursor():
    async with parts(size=(120, 40)) as (app, pilot, _boards):
        await press(app, pilot, "j", "tab")
        assert app.screen.board.spot.key == "line:0"
        await press(app, pilot, "shift+tab")
        assert app.screen.board.spot.key == "line:1"


async def test_a_failure_or_silence_holds_its_own_pane_only():
    answers = {"two": CjmError("This query is broken.", hint="Tell its author."), "three": ""}
    async with parts(size=(120, 40), **answers) as (app, pilot, _boards):
        assert "This query is broken." in seen(app)
        assert "one of 28d" in seen(app)
        await press(app, pilot, "tab", "tab")
        assert "No three." in seen(app)
        assert "This query is broken." not in seen(app)
        assert "one of 28d" in seen(app)


async def test_a_slow_pane_does_not_hold_the_others_and_is_interrupted_when_left():
    go = Event()

    def slow():
        go.wait(10)
        return "slow"

    async with parts(two=slow) as (app, pilot, boards):
        await pilot.press("tab")
        while boards.asked[-1] != "two 28d":
            await pilot.pause()
        running = boards.queries[-1]
        await pilot.press("tab")
        await pilot.pause()
        assert running.cancelled
        go.set()
        await settled(app, pilot)
        assert "three of 28d" in seen(app)
        await press(app, pilot, "shift+tab")
        assert "slow" in seen(app), "it is asked again when it is seen again"


async def test_the_overview_comes_even_when_it_is_left_at_once():
    go = Event()

    def slow():
        go.wait(10)
        return "slow"

    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        boards.asked.clear()
        app.push_screen(Parts(app.session, {"one": slow}))
        while boards.asked != ["one 28d"]:
            await pilot.pause()
        await pilot.press("tab")
        await pilot.pause()
        go.set()
        await settled(app, pilot)
        assert "two of 28d" in seen(app)
        assert "data until" in text_of(app)[0], "the title is of the overview"


async def test_a_busy_file_keeps_the_picture():
    async with parts() as (app, pilot, boards):
        app.screen.answers["one"] = BusyError("An import is running.")
        boards.stamp_value += 1
        for _ in range(3):
            app.poll()
            await settled(app, pilot)
        assert "one of 28d" in seen(app)
        assert "not current: An import is running." in text_of(app)[-1]


async def test_equal_data_sends_nothing():
    async with parts(size=(120, 40), driver=RecordingDriver) as (app, pilot, boards):
        sent()
        boards.stamp_value += 1
        app.poll()
        await settled(app, pilot)
        assert boards.asked == ["one 28d", "two 28d"] * 2
        assert sent() == 0


async def test_resizing_shows_what_there_is_room_for():
    async with parts(size=(120, 40)) as (app, pilot, _boards):
        await pilot.resize_terminal(80, 24)
        await settled(app, pilot)
        assert "two of 28d" not in seen(app)
        assert "one of 28d" in seen(app)
        await pilot.resize_terminal(120, 40)
        await settled(app, pilot)
        assert "two of 28d" in seen(app)


async def test_title_says_what_the_data_reaches_and_keys_are_listed():
    async with parts() as (app, pilot, _boards):
        assert "data until Fri 20 Nov" in text_of(app)[0]
        await press(app, pilot, "question_mark")
        assert any("tab" in row and "next pane" in row for row in text_of(app))
