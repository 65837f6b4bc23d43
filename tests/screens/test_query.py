"""The query panel by keys: write, run, look, keep."""

from threading import Event

import pyarrow as pa
import pytest

from cjm_tui.domain.buffers import Buffer, Buffers
from cjm_tui.errors import CjmError, Place, QueryError
from cjm_tui.screens import query_results
from cjm_tui.screens.form import FormScreen
from cjm_tui.screens.journey_map import JourneyMapScreen
from cjm_tui.screens.search import SearchScreen
from tests.screens.app_under_test import RecordingDriver, opened, press, settled, text_of
from tests.screens.fake_boards import FakeBoards
from tests.screens.fake_panel import FakePanel, result


class NoNumber(FakeBoards):
    """A map on which no number leads to a query: the panel opens as it was left."""

    def panel_text(self, touchpoint_id, kpi, period, cut, query):
        raise CjmError("There is no number here.")


def boards(**panel):
    return NoNumber(panel=FakePanel(**panel))


def with_text(text, cursor=(0, 0), **panel):
    return boards(kept=Buffers((Buffer("1", text, cursor),)), **panel)


async def test_what_is_typed_runs_and_its_rows_are_said_to_be_all():
    found = boards()
    async with opened(found) as (app, pilot):
        await press(app, pilot, "6")
        await press(app, pilot, *"select 42")
        await press(app, pilot, "f5")
        rows = "\n".join(text_of(app))
        assert found.panel.asked[0].statements == ("select 42",)
        assert "3 rows, all of them · 0.25 s" in rows
        assert "name varchar" in rows
        assert "NULL" in rows
        assert found.panel.kept.shown.text == "select 42"


async def test_a_cut_is_never_shown_as_the_whole():
    async with opened(with_text("select 1", answer=result(cut=True, total=31_877))) as (app, pilot):
        await press(app, pilot, "6", "f5")
        assert "first 3 of 31,877 rows" in "\n".join(text_of(app))


async def test_the_statement_at_the_cursor_runs_after_what_prepares_for_it():
    text = "create temp table t as select 1;\nselect 2;\nselect * from t"
    found = with_text(text, cursor=(2, 0))
    async with opened(found) as (app, pilot):
        await press(app, pilot, "6", "f5")
        assert found.panel.asked[0].statements == (
            "create temp table t as select 1",
            "select * from t",
        )


async def test_parameters_of_the_top_lines_are_given_and_a_missing_one_is_asked_for():
    found = with_text("--: from = 2026-10-24\nselect $from, $to", cursor=(1, 0))
    async with opened(found) as (app, pilot):
        await press(app, pilot, "6", "f5")
        assert "give to on a line above: --: to = …" in text_of(app)[-1]
        assert found.panel.asked == []
        await press(app, pilot, "home", "up", *["enter"], "up")
        await press(app, pilot, *"--: to = 3")
        await press(app, pilot, "down", "down", "f5")
        assert str(found.panel.asked[0].params) == "{'from': datetime.date(2026, 10, 24), 'to': 3}"


async def test_an_error_is_said_in_full_and_the_cursor_stands_on_it():
    text = "select 1;\n\nselect nam\nfrom holiday"
    error = QueryError("Referenced column nam", hint="Did you mean name?", place=Place(1, 8))
    async with opened(with_text(text, cursor=(2, 0), failure=error)) as (app, pilot):
        await press(app, pilot, "6", "f5")
        assert app.screen.editor.cursor_location == (2, 7)
        rows = "\n".join(text_of(app))
        assert "Referenced column nam" in rows
        assert "Did you mean name?" in rows


async def test_an_error_names_the_line_of_the_buffer_not_of_what_ran():
    error = QueryError("line 1, column 8: no nam", place=Place(1, 8))
    text = "--: day = 2026-11-01\n\nselect nam from holiday"
    async with opened(with_text(text, cursor=(2, 0), failure=error)) as (app, pilot):
        await press(app, pilot, "6", "f5")
        assert app.screen.editor.cursor_location == (2, 7)
        rows = "\n".join(text_of(app))
        assert "line 3, column 8: no nam" in rows
        assert "line 1" not in rows


async def test_esc_stops_the_query_then_leaves_the_editor_then_goes_back():
    found = with_text("select 1", gate=Event())
    async with opened(found) as (app, pilot):
        await press(app, pilot, "6")
        await pilot.press("f5")
        await pilot.pause()
        assert "running · esc stops it" in "\n".join(text_of(app))
        await press(app, pilot, "escape")
        assert "stopped after" in "\n".join(text_of(app))
        found.panel.gate.set()
        await press(app, pilot, "f5", "escape")
        assert app.focused is app.screen.results.table
        await press(app, pilot, "escape")
        assert isinstance(app.screen, JourneyMapScreen)


async def test_suggestions_open_while_one_types_and_tab_takes_one():
    async with opened(boards()) as (app, pilot):
        await press(app, pilot, "6")
        await press(app, pilot, *"select * from inter")
        assert "▸interaction" in "\n".join(text_of(app))
        await press(app, pilot, "tab")
        assert app.screen.editor.text == "select * from interaction"
        await press(app, pilot, *" where touch")
        await press(app, pilot, "escape")
        assert "▸" not in "\n".join(text_of(app))
        assert app.focused is app.screen.editor


async def test_comment_and_layout():
    async with opened(with_text("select 1\nfrom t")) as (app, pilot):
        await press(app, pilot, "6", "f3")
        assert app.screen.editor.text == "-- select 1\nfrom t"
        await press(app, pilot, "f3", "f4")
        assert app.screen.editor.text == "SELECT 1\nFROM T"


async def test_buffers_are_opened_turned_and_closed_and_kept():
    found = with_text("select 1")
    async with opened(found) as (app, pilot):
        await press(app, pilot, "6", "ctrl+n")
        await press(app, pilot, *"two")
        await press(app, pilot, "f7")
        assert app.screen.editor.text == "select 1"
        await press(app, pilot, "f8")
        assert app.screen.editor.text == "two"
        assert [buffer.text for buffer in found.panel.kept.open] == ["select 1", "two"]
        await press(app, pilot, "f12")
        assert [buffer.text for buffer in found.panel.kept.open] == ["select 1"]


async def test_rows_are_sorted_filtered_hidden_and_shown_again():
    async with opened(with_text("x")) as (app, pilot):
        await press(app, pilot, "6", "f5", "escape", "l", "S")
        body = "\n".join(text_of(app))
        assert body.index("ivr") < body.index("chat")
        assert "sorted up by n" in body
        await press(app, pilot, "S")
        body = "\n".join(text_of(app))
        assert body.index("chat") < body.index("ivr")
        await press(app, pilot, "minus")
        assert "n bigint" not in "\n".join(text_of(app))
        await press(app, pilot, "plus", "slash")
        await press(app, pilot, *"CHA")
        await press(app, pilot, "enter")
        body = "\n".join(text_of(app))
        assert "1 with “CHA”" in body
        assert "ivr" not in body


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("y", "ivr"),
        ("Y", "ivr\t5\tx"),
        ("K", "name\nivr\nchat\na\x1b[31mb c"),
        ("T", "name\tn\todd [/x]\nivr\t5\tx\nchat\t9\t\na\x1b[31mb c\t\t[/nope]"),
    ],
)
async def test_copies_are_named_honestly(key, text, monkeypatch):
    sent = []
    monkeypatch.setattr(query_results, "send_to_clipboard", lambda _app, text: sent.append(text))
    async with opened(with_text("x")) as (app, pilot):
        await press(app, pilot, "6", "f5", "escape", key)
        assert sent == [text]
        assert "sent to the terminal's clipboard" in text_of(app)[-1]


async def test_a_cell_is_seen_in_full_and_a_chart_beside_its_numbers():
    wide = pa.table({"name": ["x" * 200], "n": [3]})
    async with opened(with_text("x", answer=result(wide))) as (app, pilot):
        await press(app, pilot, "6", "f5", "escape", "enter")
        assert sum(row.count("x") for row in text_of(app)[1:-1]) == 200
        await press(app, pilot, "escape", "c")
        assert any("█" in row and " 3 " in row for row in text_of(app))
        await press(app, pilot, "escape")
        assert app.screen.results.table is not None


async def test_a_plan_is_shown_as_it_is():
    plan = pa.table({"explain_key": ["analyzed_plan"], "explain_value": ["SCAN\n  rows: 7"]})
    found = with_text("select 7", answer=result(plan))
    async with opened(found) as (app, pilot):
        await press(app, pilot, "6", "f9")
        assert found.panel.asked[0].statements == ("explain analyze select 7",)
        assert any(row.startswith("   rows: 7") for row in text_of(app))


async def test_results_are_written_by_the_files_ending():
    found = with_text("x")
    async with opened(found) as (app, pilot):
        await press(app, pilot, "6", "f5", "escape", "x")
        await press(app, pilot, *"out.csv")
        await press(app, pilot, "enter")
        assert found.panel.written == ["out.csv"]
        assert "written: 3 rows, all of them → out.csv" in text_of(app)[-1]


async def test_a_stored_query_asks_for_its_parameters_and_runs():
    found = boards()
    async with opened(found) as (app, pilot):
        await press(app, pilot, "6", "f6")
        assert isinstance(app.screen, SearchScreen)
        assert "My own" in "\n".join(text_of(app))
        await press(app, pilot, *"csa")
        await press(app, pilot, "enter")
        assert isinstance(app.screen, FormScreen)
        await press(app, pilot, "f5")
        assert app.screen.editor.text == "--: from = 2026-10-24\nselect $from"
        assert found.panel.asked[0].statements == ("select $from",)


async def test_tables_and_history_are_searched():
    async with opened(boards()) as (app, pilot):
        await press(app, pilot, "6", "ctrl+t")
        assert "1,893 rows" in "\n".join(text_of(app))
        assert "touchpoint_id  varchar  Where" in "\n".join(text_of(app))
        await press(app, pilot, "down", "enter")
        assert app.screen.editor.text == "feedback"
        await press(app, pilot, "ctrl+r")
        await press(app, pilot, *"holiday")
        await press(app, pilot, "enter")
        assert app.screen.editor.text == "select 1\nfrom holiday"


async def test_a_statement_is_kept_as_a_stored_query():
    found = with_text("select 7")
    async with opened(found) as (app, pilot):
        await press(app, pilot, "6", "f2")
        await press(app, pilot, *"seven")
        await press(app, pilot, "f5")
        assert found.panel.saved == [{"sql": "select 7", "name": "seven"}]
        assert "saved seven" in text_of(app)[-1]


async def test_6_brings_the_query_of_the_number_in_sight():
    async with opened(FakeBoards()) as (app, pilot):
        await press(app, pilot, "6")
        assert app.screen.editor.text.startswith("--: touchpoint = web-shop\n")
        assert "from feedback as f" in app.screen.editor.text
        await press(app, pilot, *" -- mine")
        await press(app, pilot, "escape", "6")
        assert app.screen.editor.text.startswith(" -- mine")
        await press(app, pilot, "escape", "j", "enter", "full_stop", "6")
        assert app.screen.editor.text.startswith("--: touchpoint = order-call\n")


async def test_nobody_types_and_nothing_is_sent_and_hostile_cells_do_no_harm():
    async with opened(with_text("x"), driver=RecordingDriver) as (app, pilot):
        await press(app, pilot, "6", "f5")
        assert "a�[31mb↵c" in "\n".join(text_of(app))
        await settled(app, pilot)
        RecordingDriver.written.clear()
        for _ in range(5):
            app.poll()
            await pilot.pause()
        assert "".join(RecordingDriver.written) == ""
