"""Screen 5: a name and enter clear the row; confirming asks once; nothing is overwritten unseen."""

from dataclasses import dataclass, field

import pytest

from cjm_tui.app import CjmApp
from cjm_tui.domain.form import Choice, Conflict, ConflictError, FieldKind, Form, FormField, Saved
from cjm_tui.errors import CjmError
from cjm_tui.screens.form import FormScreen
from cjm_tui.screens.owners import OwnersScreen
from cjm_tui.screens.pick import PickScreen
from tests.screens.app_under_test import opened, press, text_of
from tests.screens.fake_boards import FakeBoards
from tests.screens.looks import pressing

PARTIES = (
    Choice("", "nobody"),
    Choice("p-kaur", "S. Kaur · Contact"),
    Choice("p-reid", "J. Reid · Sales"),
)


@dataclass
class OwnerBoards(FakeBoards):
    """Answers with the owner's form, and keeps what was saved."""

    owner: str = ""
    refusal: CjmError | None = None
    saves: list[dict[str, str]] = field(default_factory=list)

    def form(self, noun, identity, about, query):
        fields = (
            FormField("accountable", "accountable", self.owner, FieldKind.CHOICE, choices=PARTIES),
            FormField("new_name", "or a new name"),
            FormField("department", "its department"),
            FormField("why", "why"),
        )
        return Form(noun, identity, f"who answers for {identity}", fields)

    def save(self, form, answers):
        if self.refusal is not None:
            refusal, self.refusal = self.refusal, None
            raise refusal
        self.saves.append({"identity": form.identity, **answers})
        return Saved(form.noun, form.identity, form.title, ("accountable nobody → S. Kaur",))


def seen(app):
    return "\n".join(text_of(app))


async def test_five_opens_the_ledger_with_trouble_first_and_says_what_it_is():
    async with opened() as (app, pilot):
        await press(app, pilot, "5")
        lines = text_of(app)
        assert lines[0].startswith(" Ownership by trouble")
        text = seen(app)
        assert (
            "7 touchpoints · 2 without an owner · 1 whose owner has left · 1 with several" in text
        )
        first = next(line for line in lines if "IVR" in line)
        assert "◆ IVR" in first
        assert "NO OWNER for 144 days" in first
        places = [
            text.index(name)
            for name in (
                "IVR",
                "M. Hart HAS LEFT",
                "2 OWNERS",
                "not confirmed for 121 days",
                "1 change by zoe",
                "Web shop",
            )
        ]
        assert places == sorted(places)
        assert "NEVER AN OWNER in 12 days" in text
        assert "\x1b" not in text


async def test_a_name_and_enter_make_an_owner_at_once():
    boards = OwnerBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "5")
        await press(app, pilot, "o")
        await press(app, pilot, *"kaur")
        await press(app, pilot, "enter")
        assert isinstance(app.screen, OwnersScreen)
        assert boards.saves == [{"identity": "ivr", "accountable": "p-kaur"}]
        assert "accountable nobody → S. Kaur" in text_of(app)[-1]


async def test_a_new_name_goes_into_the_form_where_its_department_is_asked():
    boards = OwnerBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "5")
        await press(app, pilot, "o")
        await press(app, pilot, *"okafor")
        assert "as a new name" in seen(app)
        await press(app, pilot, "enter")
        assert isinstance(app.screen, FormScreen)
        await press(app, pilot, "f5")
        assert boards.saves[0]["new_name"] == "okafor"


async def test_what_somebody_has_is_not_taken_without_the_form_and_a_conflict_is_shown():
    boards = OwnerBoards(owner="p-reid")
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "5", "o", "enter")
        assert isinstance(app.screen, FormScreen)
        assert "S. Kaur" in seen(app)
        assert boards.saves == []
    theirs = ConflictError((Conflict("accountable", "", "p-reid", "p-kaur", "zoe"),))
    boards = OwnerBoards(refusal=theirs)
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "5", "o", "enter")
        assert isinstance(app.screen, FormScreen)
        assert "zoe wrote “p-reid”, you “p-kaur”" in seen(app)
        await press(app, pilot, "f5")
        assert boards.saves[0]["accountable"] == "p-kaur"


@pytest.mark.parametrize("keys", [(), ("enter",)], ids=["map", "touchpoint"])
async def test_the_owner_is_set_from_the_map_and_the_touchpoint_too(keys):
    boards = OwnerBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, *keys, "o", "enter")
        assert boards.saves[0]["identity"] == "web-shop"


async def test_confirming_many_asks_once_and_says_how_many():
    boards = OwnerBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "5", "C")
        assert isinstance(app.screen, PickScreen)
        assert "confirm all shown" in seen(app)
        assert "5 touchpoints" in seen(app)
        assert "confirm those of J. Reid" in seen(app)
        await press(app, pilot, "j", "enter")
        assert boards.owners.asked == [("confirm", "renewal", "web-shop")]
        assert "confirmed: 2 touchpoints" in text_of(app)[-1]


async def test_what_is_refused_is_said_and_undo_is_one_key():
    boards = OwnerBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "5", "c")
        assert "no owner under the cursor" in text_of(app)[-1]
        await press(app, pilot, "u")
        assert "undone: accountability IVR" in text_of(app)[-1]
        boards.owners.failure = CjmError("You may look, not change.")
        await press(app, pilot, "u")
        assert "You may look, not change." in text_of(app)[-1]


async def test_the_ledger_is_filtered_and_sorted_by_keys():
    async with opened() as (app, pilot):
        await press(app, pilot, "5", "slash")
        await press(app, pilot, *"flag:mine")
        assert "keep 2 touchpoints" in text_of(app)[-1]
        await press(app, pilot, "enter", "S")
        assert "Ownership by stage › /flag:mine" in text_of(app)[0]
        assert "IVR" not in seen(app)
        await press(app, pilot, "escape")
        assert "IVR" in seen(app)


async def test_parties_and_departments_have_panes_and_the_log_a_key():
    async with opened() as (app, pilot):
        await press(app, pilot, "5", "L")
        assert "asked her" in seen(app)
        await press(app, pilot, "escape", "tab")
        text = seen(app)
        assert "M. Hart" in text
        assert "LEFT 3 Nov" in text
        assert "answers for Web shop, Renewal call" in text
        await press(app, pilot, "tab")
        text = seen(app)
        assert "NO LEAD" in text
        assert "1 of 3 departments targeted on an outcome" in text


async def test_a_department_gets_an_objective_or_another_one():
    boards = OwnerBoards()
    asked = []
    boards.form = lambda noun, identity, about, query: (
        asked.append((noun, identity, about))
        or Form(noun, identity, "it", (FormField("value", "x"),))
    )
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "5", "tab", "tab", "G", "o")
        assert asked == [("objective", "", "Technology")]
        await press(app, pilot, "escape", "g", "j", "j", "o")
        assert isinstance(app.screen, PickScreen)
        assert "FCR 7d, S. Kaur" in seen(app)
        await press(app, pilot, "enter")
        assert asked[-1] == ("objective", '["p-kaur","fcr_7d"]', "")
        await press(app, pilot, "escape", "o", "j", "enter")
        assert asked[-1] == ("objective", "", "Contact")


async def test_an_empty_ledger_says_what_to_do():
    boards = FakeBoards()
    boards.owners.lines = ()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "5")
        assert "There is no touchpoint yet" in seen(app)
        assert "cjm import touchpoints.csv" in seen(app)


@pytest.mark.parametrize(
    "keys", [(), ("tab",), ("tab", "tab")], ids=["ledger", "parties", "departments"]
)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_pictures(snap_compare, size, keys):
    app = CjmApp(FakeBoards(), poll_seconds=None)
    assert snap_compare(app, terminal_size=size, run_before=pressing("5", *keys))
