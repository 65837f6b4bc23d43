"""Editing by form: by keys alone, nothing lost silently, both versions shown in a conflict."""

from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from cjm_tui.domain.form import (
    YES_NO,
    Choice,
    Conflict,
    ConflictError,
    FieldKind,
    Form,
    FormField,
    Saved,
)
from cjm_tui.errors import BusyError, CjmError
from cjm_tui.screens.form import FormScreen
from cjm_tui.screens.journey_map import JourneyMapScreen
from cjm_tui.screens.pick import PickScreen
from tests.screens.app_under_test import RecordingDriver, opened, press, text_of
from tests.screens.fake_boards import FakeBoards

STAGES = tuple(Choice(f"b/{name.lower()}", name) for name in ("Join", "Set up", "Use", "Get help"))


@dataclass
class FormBoards(FakeBoards):
    """Answers with one form, and keeps what was saved."""

    refusal: CjmError | None = None
    asked_forms: list[tuple[str, str, str]] = field(default_factory=list)
    saves: list[dict[str, str]] = field(default_factory=list)

    def form(self, noun, identity, about, query):
        self.asked_forms.append((noun, identity, about))
        if self.failure is not None:
            raise self.failure
        fields = (
            FormField("stage_id", "stage", "b/join", FieldKind.CHOICE, "where", STAGES),
            FormField("name", "name", "Web shop", required=True),
            FormField("moment", "moment of truth", "no", FieldKind.YES_NO, choices=YES_NO),
            FormField("good_threshold", "threshold", "75", FieldKind.NUMBER, "in its unit"),
            FormField("why", "why", help="kept in the change log"),
        )
        return Form(noun, identity, "Web [/nope] shop\x1b[31m", fields, about)

    def save(self, form, answers):
        if self.refusal is not None:
            refusal, self.refusal = self.refusal, None
            raise refusal
        edits = form.edits(answers)
        self.saves.append(dict(answers))
        words = tuple(f"{edit.field} {edit.seen} → {edit.new}" for edit in edits)
        return Saved(form.noun, form.identity, "Web shop", words)


async def test_a_field_is_changed_saved_and_said_and_the_map_asks_anew():
    boards = FormBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "e")
        assert isinstance(app.screen, FormScreen)
        assert boards.asked_forms == [("touchpoint", "web-shop", "")]
        await press(app, pilot, "enter", "enter", "enter")
        await press(app, pilot, "end", "backspace", "8", "f5")
        assert boards.saves[0]["good_threshold"] == "78"
        assert isinstance(app.screen, JourneyMapScreen)
        assert "saved Web shop: good_threshold 75.0 → 78.0" in text_of(app)[-1]
        assert boards.asked.count("map 28d") == 2
        assert app.screen.board.spot.key == "web-shop"


async def test_a_choice_is_made_by_its_first_letters_or_by_arrows():
    boards = FormBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "e")
        assert "‹ Join ›  1 of 4" in text_of(app)[2]
        await press(app, pilot, *"get")
        assert "‹ Get help ›  4 of 4" in text_of(app)[2]
        await press(app, pilot, "right")
        assert "‹ Join ›" in text_of(app)[2]
        await press(app, pilot, "left", "left", "f5")
        assert boards.saves[0]["stage_id"] == "b/use"


async def test_enter_on_the_last_field_saves():
    boards = FormBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "e")
        await press(app, pilot, "shift+tab")
        await press(app, pilot, *"agreed")
        await press(app, pilot, "enter")
        assert boards.saves[0]["why"] == "agreed"


async def test_esc_leaves_at_once_where_nothing_was_typed_and_asks_once_where_it_was():
    boards = FormBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "e", "escape")
        assert isinstance(app.screen, JourneyMapScreen)
        await press(app, pilot, "e", "tab", "x", "escape")
        assert isinstance(app.screen, FormScreen)
        assert any("Not saved: esc once more" in row for row in text_of(app))
        await press(app, pilot, "y", "escape")
        assert isinstance(app.screen, FormScreen)
        await press(app, pilot, "escape")
        assert isinstance(app.screen, JourneyMapScreen)
        assert boards.saves == []


async def test_what_will_not_do_is_said_with_the_cursor_on_it():
    boards = FormBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "e", "tab", "tab", "tab")
        await press(app, pilot, *"abc")
        await press(app, pilot, "tab", "f5")
        assert boards.saves == []
        assert any("threshold: '75abc' is no number" in row for row in text_of(app))
        await press(app, pilot, "backspace", "backspace", "backspace", "f5")
        assert len(boards.saves) == 1


async def test_a_conflict_shows_both_versions_and_the_person_chooses():
    clash = Conflict("good_threshold", "75", "80", "85", "bob", datetime(2026, 11, 20, 9, 14))
    for chosen, saved in ((("f5",), "85"), (("ctrl+r", "f5"), "80")):
        boards = FormBoards(refusal=ConflictError((clash,)))
        async with opened(boards) as (app, pilot):
            await press(app, pilot, "e", "tab", "tab", "tab", "end", "backspace", "backspace")
            await press(app, pilot, *"85")
            await press(app, pilot, "f5")
            rows = "\n".join(text_of(app))
            assert "threshold: bob on 20 Nov at 09:14 wrote “80”, you “85”" in rows
            assert "take theirs" in rows
            await press(app, pilot, *chosen[:1])
            await press(app, pilot, *chosen[1:])
            assert boards.saves[-1]["good_threshold"] == saved


async def test_a_busy_database_keeps_what_was_typed():
    boards = FormBoards(refusal=BusyError("the file is busy: cjm (PID 7) uses it", hint="Again."))
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "e", "tab")
        await press(app, pilot, *"x")
        await press(app, pilot, "f5")
        assert any("PID 7" in row for row in text_of(app))
        await press(app, pilot, "f5")
        assert boards.saves[0]["name"] == "Web shopx"


async def test_whoever_may_not_edit_is_told_why():
    boards = FormBoards()
    async with opened(boards, size=(120, 40)) as (app, pilot):
        boards.failure = CjmError("You may look, not change.", hint="Its owner can.")
        await press(app, pilot, "e")
        assert isinstance(app.screen, JourneyMapScreen)
        assert "You may look, not change. Its owner can." in text_of(app)[-1]


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("edit the touchpoint", ("touchpoint", "web-shop", "")),
        ("edit the stage", ("stage", "join", "")),
        ("add a touchpoint", ("touchpoint", "", "join")),
        ("edit the journey", ("journey", "broadband", "")),
        ("add a stage", ("stage", "", "broadband")),
        ("add a journey", ("journey", "", "")),
        ("begin the limits anew", ("rebase", "", "web-shop")),
        ("note on days", ("annotation", "", "web-shop")),
    ],
)
async def test_all_that_can_be_edited_is_offered(line, asked):
    boards = FormBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "E")
        assert isinstance(app.screen, PickScreen)
        at = next(index for index, row in enumerate(text_of(app)) if line in row)
        await press(app, pilot, *["down"] * (at - 1), "enter")
        assert boards.asked_forms == [asked]


async def test_a_note_is_about_the_touchpoint_in_sight():
    boards = FormBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "n", "escape", "enter", "n")
        assert boards.asked_forms == [("annotation", "", "web-shop")] * 2


async def test_a_form_nobody_touches_sends_nothing_and_hostile_words_do_no_harm():
    boards = FormBoards()
    async with opened(boards, driver=RecordingDriver) as (app, pilot):
        await press(app, pilot, "e")
        assert any("Web [/nope] shop�[31m" in row for row in text_of(app))
        RecordingDriver.written.clear()
        for _ in range(5):
            app.poll()
            await pilot.pause()
        assert "".join(RecordingDriver.written) == ""


async def test_everything_can_be_reached_on_the_smallest_terminal():
    boards = FormBoards()
    fields = [FormField(f"f{n}", f"field {n}", str(n)) for n in range(30)]
    plain = boards.form
    boards.form = lambda *asked: replace(plain(*asked), fields=tuple(fields))
    async with opened(boards, size=(60, 20)) as (app, pilot):
        await press(app, pilot, "e", "shift+tab")
        assert any("field 29" in row for row in text_of(app))
