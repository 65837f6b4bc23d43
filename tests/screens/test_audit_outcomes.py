"""Screen 4: successful outcomes, pitfalls, and the executive pack."""

import pytest

from tests.screens.app_under_test import opened, press, settled, text_of
from tests.screens.looks import app_in, pressing

OUTCOMES = ("4", "tab", "tab", "tab")
PITFALLS = (*OUTCOMES, "tab")


def seen(app):
    return "\n".join(text_of(app))


async def test_each_journey_says_its_figure_its_gap_and_whose_it_is_or_what_it_lacks():
    async with opened() as (app, pilot):
        await press(app, pilot, *OUTCOMES)
        text = seen(app)
        assert "1 of 2 journeys with a successful outcome: 0 met, 1 missed" in text
        assert "Broadband  T. Boyd" in text
        assert "82.1% [80.4–83.6] n=2,207" in text
        assert "MISSED · 7.9 points short of the target" in text
        assert "Agent call  too few to say n=8" in text
        assert "Leave  NO OWNER" in text
        assert "nobody has said what success is for the customer" in text


async def test_a_journeys_figure_opens_its_sql_and_its_rows():
    async with opened(size=(120, 40)) as (app, pilot):
        await press(app, pilot, *OUTCOMES, "full_stop")
        assert text_of(app)[0].startswith(" Audit › Broadband › outcome › Firs SQL")
        assert "rests on 2,207 rows" in seen(app)
        assert "new action" not in text_of(app)[-1], "no action belongs to a journey's figure"
        await press(app, pilot, "enter")
        assert "rows" in text_of(app)[0]
        await press(app, pilot, "escape", "escape")
        assert text_of(app)[0].startswith(" KPI audit")


async def test_a_journey_without_a_figure_says_why_instead_of_opening_anything():
    async with opened() as (app, pilot):
        await press(app, pilot, *OUTCOMES)
        app.screen.board.move_to("outcome:leave")
        await press(app, pilot, "full_stop")
        assert "no rows stand behind this: no measure yet" in seen(app)


async def test_each_check_says_its_verdict_and_reason_and_opens_what_it_judged():
    async with opened(size=(120, 40)) as (app, pilot):
        await press(app, pilot, *PITFALLS, "z")
        text = seen(app)
        assert "NEEDS  present, by 1 of 2 checks" in text
        assert "! present  600 of 2,000 contacts with a need that failed, 30.0% [28.0–32.0]" in text
        assert "What fails is lost. Up to 20% is allowed for" in text
        assert "– not seen  0 of 12" in text
        assert "· cannot tell contacts with a need that failed: needs recorded outcomes" in text
        await press(app, pilot, "full_stop")
        assert text_of(app)[0].startswith(" Audit › needs › needs_failed SQL")
        assert "select 1 as failed" in seen(app)
        await press(app, pilot, "enter")
        assert "needs_failed › rows" in text_of(app)[0]
        assert "words" not in text_of(app)[-1]


async def test_a_check_without_rows_opens_nothing():
    async with opened(size=(120, 40)) as (app, pilot):
        await press(app, pilot, *PITFALLS)
        app.screen.board.move_to("check:identified_again")
        await press(app, pilot, "enter")
        assert "no rows stand behind this" in seen(app)


async def write(app, pilot, name):
    await press(app, pilot, "x")
    await pilot.press(*str(name))
    await pilot.press("enter")
    await settled(app, pilot)


async def test_x_writes_the_pack_where_one_says_and_says_where_it_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    async with opened(size=(200, 50)) as (app, pilot):
        await press(app, pilot, "4")
        await write(app, pilot, "pack.html")
        assert f"the pack is in {tmp_path / 'pack.html'}" in seen(app)
        assert "<p>Made for 28d</p>" in (tmp_path / "pack.html").read_text()
        await write(app, pilot, "pack.md")
        assert "Made for 28d" in (tmp_path / "pack.md").read_text()
        assert "<p>" not in (tmp_path / "pack.md").read_text()
        await press(app, pilot, "j")  # the keys are the pane's again
        assert app.focused is app.screen.board


async def test_x_refuses_a_file_of_the_database_and_esc_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    async with opened(size=(120, 40)) as (app, pilot):
        await press(app, pilot, "4")
        await write(app, pilot, "site.duckdb")
        assert "a file of the database itself" in seen(app)
        await press(app, pilot, "x")
        await press(app, pilot, "a", "escape")
        assert list(tmp_path.iterdir()) == []
        assert app.focused is app.screen.board


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("keys", [OUTCOMES, PITFALLS], ids=["outcomes", "pitfalls"])
def test_outcomes_and_pitfalls_look_as_before(snap_compare, monkeypatch, size, keys):
    app = app_in("dark", monkeypatch)
    assert snap_compare(app, terminal_size=size, run_before=pressing(*keys))
