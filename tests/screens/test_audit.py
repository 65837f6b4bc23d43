"""Screen 4: outputs or outcomes in five minutes, and from each claim to its evidence."""

from dataclasses import replace

import pytest

from cjm_tui.domain.audit import Retired, Use, shares
from cjm_tui.domain.form import WHY, Choice, FieldKind, Form, FormField, Saved
from cjm_tui.domain.kpi import KpiClass
from cjm_tui.domain.kpi_choice import KpiChoice
from cjm_tui.screens.figure import FigureScreen
from tests.screens.app_under_test import opened, press, text_of
from tests.screens.fake_audit import LAST as DAY
from tests.screens.fake_boards import FakeBoards
from tests.screens.looks import app_in, pressing


def seen(app):
    return "\n".join(text_of(app))


async def test_four_opens_the_shares_beside_the_typical_one_and_what_hides():
    async with opened() as (app, pilot):
        await press(app, pilot, "3", "4")
        lines, text = text_of(app), seen(app)
        assert lines[0].startswith(" KPI audit")
        assert "6 KPIs in use · 1 not classed · 1 without a target" in text
        outputs = next(line for line in lines if "outputs " in line and "typical" in line)
        # Two of the five that have a class.
        assert "2   40%" in outputs
        assert "80% typical" in outputs
        assert "40 points fewer outputs than the typical 80%" in text
        green, red = (
            next(i for i, line in enumerate(lines) if w in line) for w in ("58.2%", "34.0%")
        )
        assert (
            "IVR  IVR containment 58.2% [57.7–58.7] n=31,877 ▲ better since 4 Oct" in lines[green]
        )
        assert red in (green + 1, green + 2)
        assert "▼ worse since 8 Oct" in text
        assert "NO OWNER" in text
        assert "suspected Chat" in text
        assert "2 of 9 pairs" in text
        assert "1 more lack the data" in text


async def test_what_has_no_class_is_listed_with_where_it_is_used():
    async with opened(size=(120, 40)) as (app, pilot):
        await press(app, pilot, "4")
        assert "Be kind  objective: Sara" in seen(app)


async def test_the_list_says_of_each_place_value_state_trend_and_whose_it_is():
    async with opened(size=(200, 50)) as (app, pilot):
        await press(app, pilot, "4", "tab")
        await press(app, pilot, "z")
        text = seen(app)
        assert (
            "IVR containment  one place · guardrail Repeat within 7 days · defined 12 days ago"
            in text
        )
        assert "defined 140 days ago, the 2nd definition" in text
        assert "34.0% [33.3–34.6] n=20,402" in text
        assert "25 MISSED" in text
        assert "▼ worse since 8 Oct · NO OWNER · standard of good" in text
        assert "72 provisional" in text
        assert "no baseline: 21 of 56 days" in text
        assert "too few to say n=8" in text
        assert "final to 13 Nov" in text
        assert "no query of the catalogue computes it" in text


async def test_a_number_of_the_list_opens_its_sql_for_its_own_place():
    async with opened(size=(120, 40)) as (app, pilot):
        await press(app, pilot, "4", "tab")
        for _ in range(40):
            held = app.screen.kpis.board.held
            if held and held.place == "IVR" and held.kpi.name == "repeat_7d":
                break
            await press(app, pilot, "j")
        await press(app, pilot, "full_stop")
        assert isinstance(app.screen, FigureScreen)
        assert (app.screen.touchpoint_id, app.screen.kpi.name) == ("ivr", "repeat_7d")
        await press(app, pilot, "escape")
        assert text_of(app)[0].startswith(" KPI audit")


async def test_a_line_without_rows_says_so_instead_of_opening_anything():
    async with opened(size=(120, 40)) as (app, pilot):
        await press(app, pilot, "4", "tab")
        app.screen.kpis.board.move_to("kpi:Be kind")
        await press(app, pilot, "full_stop")
        assert "no rows stand behind this line" in seen(app)


async def test_a_watermelon_opens_the_evidence_of_both_sides_and_their_sql():
    async with opened(size=(120, 40)) as (app, pilot):
        await press(app, pilot, "4")
        app.screen.overview.board.move_to("pair:ivr_containment:repeat_7d:ivr")
        await press(app, pilot, "enter")
        text = seen(app)
        assert text_of(app)[0].startswith(" Audit › IVR › pair")
        assert "WATERMELON: green outside, red inside" in text
        assert "the days overlap" in text
        assert "OUTPUT  IVR containment" in text
        assert "OUTCOME  Repeat within 7 days" in text
        assert "baseline 17 Oct 2025 – 11 Dec 2025" in text
        await press(app, pilot, "l", "full_stop")
        assert app.screen.kpi.name == "repeat_7d"


async def test_a_share_leads_to_the_kpis_of_its_class():
    async with opened() as (app, pilot):
        await press(app, pilot, "4")
        app.screen.overview.board.move_to("class:PERCEPTION")
        await press(app, pilot, "enter")
        assert app.screen.kpis.board.in_use.name == "csat"


async def test_pairs_lists_the_honest_ones_and_those_that_nobody_can_judge():
    async with opened() as (app, pilot):
        await press(app, pilot, "4", "tab", "tab")
        text = seen(app)
        assert "Agent call  Average handling time (AHT) = no slow change" in text
        assert "NOT JUDGED" in text
        assert "no baseline: 12 of 56 days" in text


async def test_without_a_kpi_in_use_it_says_how_one_comes_into_use():
    boards = FakeBoards()
    boards.audit.found = replace(boards.audit.found, in_use=())
    async with opened(boards, size=(120, 40)) as (app, pilot):
        await press(app, pilot, "4", "z")
        assert "No KPI is in use" in seen(app)
        assert "e on a touchpoint says what good is there" in seen(app)
        await press(app, pilot, "tab", "tab")
        assert "NOTHING HIDES" in seen(app), "pairs are judged whether or not anybody uses them"


class ClassingBoards(FakeBoards):
    """Answers with the form of a KPI, and moves it to the class that was saved."""

    def form(self, noun, identity, about, query):
        classes = tuple(Choice(one.value, one.value) for one in KpiClass)
        fields = (
            FormField("class", "class", "perception", FieldKind.CHOICE, choices=classes),
            FormField(WHY, "why", required=True),
        )
        return Form(noun, identity, identity, fields)

    def save(self, form, answers):
        (edit,) = form.edits(answers)
        in_use = tuple(
            replace(
                one, choice=KpiChoice(one.name, KpiClass(edit.new), False, answers[WHY], "me", DAY)
            )
            if one.name == form.identity
            else one
            for one in self.audit.found.in_use
        )
        self.stamp_value += 1
        self.audit.found = replace(self.audit.found, in_use=in_use, shares=shares(in_use))
        return Saved(form.noun, form.identity, form.identity, (f"class {edit.new}",))


async def test_a_kpi_is_classed_anew_with_a_reason_and_the_share_moves():
    async with opened(ClassingBoards()) as (app, pilot):
        await press(app, pilot, "4")
        assert "outputs        2   40%" in seen(app)
        await press(app, pilot, "tab")
        app.screen.kpis.board.move_to("kpi:csat")
        await press(app, pilot, "c", "o", "u", "t", "p", "f5")
        assert "why: may not be empty" in seen(app), "never without a reason"
        await press(app, pilot, *"begged", "f5")
        assert "saved csat: class output" in seen(app)
        assert "classed by me on 20 Nov: begged" in " ".join(seen(app).split())
        await press(app, pilot, "shift+tab")
        assert "outputs        3   60%" in seen(app)


async def test_a_line_that_is_no_kpi_says_so_instead_of_asking_for_a_class():
    async with opened(ClassingBoards()) as (app, pilot):
        await press(app, pilot, "4")
        app.screen.overview.board.move_to("class:OUTPUT")
        await press(app, pilot, "c")
        assert "no KPI is under the cursor" in seen(app)


async def test_the_history_shows_decisions_and_what_each_definition_did_to_the_value():
    async with opened(size=(120, 40)) as (app, pilot):
        await press(app, pilot, "4", "tab")
        app.screen.kpis.board.move_to("kpi:csat")
        await press(app, pilot, "H")
        text = seen(app)
        assert text_of(app)[0].startswith(" Audit › csat › history")
        assert "H. Lind" in text
        assert "class perception → output  asked by the agent whom it is about" in text
        assert "changed: SQL; service_level_s 20 → 30" in text
        assert "-    wait_s <= 20 as value" in text
        assert "+    wait_s <= 30 as value" in text
        row = next(line for line in text_of(app) if "Chat" in line)
        assert "65.3% [62.4–68.0] n=1,131" in row
        assert "71.0% [68.2–73.6] n=1,131" in row
        assert "+5.7" in row
        assert "too few to say n=8" in next(line for line in text_of(app) if "Agent [call]" in line)
        assert "and 3 touchpoints more with fewer rows" in text
        assert "first definition" in text
        await press(app, pilot, "escape")
        assert text_of(app)[0].startswith(" KPI audit")


async def test_what_is_retired_is_listed_and_leads_to_its_history():
    boards = FakeBoards()
    gone = Retired(
        "Net promoter score (NPS)",
        KpiChoice("nps", None, True, "nobody acts on it", "H. Lind", DAY),
        (Use("standard of good", "Renew online", 20.0),),
    )
    boards.audit.found = replace(boards.audit.found, retired=(gone,))
    async with opened(boards, size=(120, 40)) as (app, pilot):
        await press(app, pilot, "4", "z", "G")
        text = " ".join(seen(app).split())
        assert "H. Lind on 20 Nov: nobody acts on it; still named by standard of good" in text
        await press(app, pilot, "enter")
        assert boards.audit.asked[-1] == "history nps"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("keys", [("4",), ("4", "tab"), ("4", "j", "j", "j", "j", "enter")])
def test_audit_looks_as_before(snap_compare, monkeypatch, size, keys):
    app = app_in("dark", monkeypatch)
    assert snap_compare(app, terminal_size=size, run_before=pressing(*keys))
