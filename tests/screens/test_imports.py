"""Screen 7: what came, what is missing, what was refused, and the import that runs now."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cjm_tui.app import CjmApp
from cjm_tui.domain.acd_report import Reconciliation
from cjm_tui.domain.imports import RunningImport
from cjm_tui.errors import CjmError
from tests.screens.app_under_test import RecordingDriver, opened, press, settled, text_of
from tests.screens.fake_boards import FakeBoards
from tests.screens.fake_imports import NOW
from tests.screens.test_silence import sent
from tests.screens.test_untrusted_text import FORBIDDEN, OURS, OWN

RUNNING = RunningImport(
    pid=4711,
    who="importer",
    started_at=datetime(2026, 11, 21, 5, 12, tzinfo=UTC),
    file="interactions-phone-20261120.csv",
    place=2,
    files=7,
    step="checking",
    share=0.41,
)


def seen(app):
    return "\n".join(text_of(app))


async def test_seven_opens_the_files_and_names_what_is_missing():
    async with opened() as (app, pilot):
        await press(app, pilot, "7")
        text = seen(app)
        assert text_of(app)[0].startswith(" Imports")
        assert "[files]" in text
        assert "interactions-ivr*" in text
        assert "■■■■■■■■■■×■■■  13 of 14 received, 1 MISSING" in text
        assert "Tue 17 Nov MISSING since Wed 18 Nov 06:00" in text
        assert "Fri 20 Nov came late 09:12" in text
        assert "Fri 20 Nov LATE since 06:00" in text
        assert "never came yet" in text
        assert app.session.boards.imports.asked == ["files"], "the other panes ask when seen"


async def test_a_batch_reads_aloud_and_opens():
    async with opened() as (app, pilot):
        await press(app, pilot, "7")
        await press(app, pilot, "tab")
        text = seen(app)
        assert "1,204 read = 1,190 accepted + 0 ignored + 14 quarantined" in text
        assert "2,380 produced = 2,370 inserted + 4 updated + 6 unchanged" in text
        assert "REFUSED: 12.4 % of its rows are bad" in text
        assert "UNDONE 07:30 by ann" in text
        await press(app, pilot, "j", "enter")
        text = seen(app)
        assert text_of(app)[0].startswith(" Imports › batch 61")
        assert "interaction  1,190 produced = 1,180 inserted + 4 updated + 6 unchanged" in text
        assert "Wed 18 Nov 12 · Fri 20 Nov 1,192" in text
        assert "no rows of Thu 19 Nov" in text
        assert "line 10: wait_s: is negative" in text
        await press(app, pilot, "escape")
        assert app.screen.board.spot.key == "batch:61", "the cursor is where it was"


async def test_refused_files_and_the_quarantine_have_their_reasons():
    async with opened() as (app, pilot):
        await press(app, pilot, "7")
        await press(app, pilot, "tab", "tab")
        assert "feedback-20261120.csv" in seen(app)
        assert "interactions-ivr-20261120.csv" not in seen(app)
        await press(app, pilot, "tab")
        assert "1,213 rows for 3 reasons" in seen(app)
        assert "1,208  wait_s: is negative" in seen(app)
        await press(app, pilot, "enter")
        assert "1,208 rows, the first 9 shown" in seen(app)
        assert "x.csv line 8: wait_s: is negative" in seen(app)
        assert app.session.boards.imports.asked[-1] == "rows wait_s is negative"


async def test_the_acds_report_stands_beside_ours_with_the_reason():
    async with opened() as (app, pilot):
        await press(app, pilot, "7", "shift+tab")
        text = seen(app)
        assert "acd-november.csv  read 08:30 by ann, batch 63" in text
        assert "offered" in text
        assert "agrees, 10 days" in text
        assert "their number of abandoned calls leaves out abandons under 5 s (78 calls)" in text
        assert "NOT EXPLAINED: ours is 200 s against their" in text
        assert "1 line: no call of ours names the queue Night" in text
        assert "not in the report: Chat (1,408 calls)" in text
        await press(app, pilot, "j", "enter")
        assert text_of(app)[0].startswith(" Imports › reconcile › abandoned")
        assert "AGREE  by their definition" in seen(app)
        row = next(row for row in text_of(app) if "Wed 11 Nov Sales" in row)
        assert row.split()[-4:] == ["9", "12", "−3", "9"]
        await press(app, pilot, "enter")
        assert app.session.boards.imports.asked[-1] == "calls 2026-11-11 Sales"
        assert "Wed 11 Nov Sales: theirs 9, ours 12 (−3). 9 calls" in seen(app)


async def test_no_report_yet_says_how_to_read_one():
    boards = FakeBoards()
    boards.imports.reconciled = Reconciliation(boards.imports.state, NOW, None, 20)
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "7", "shift+tab")
        assert "No report of the ACD has been read yet" in seen(app)
        assert "cjm reconcile FILE" in seen(app)


async def test_an_expected_file_opens_its_deliveries_and_these_their_batch():
    async with opened() as (app, pilot):
        await press(app, pilot, "7")
        await press(app, pilot, "enter")
        assert text_of(app)[0].startswith(" Imports › interactions-ivr*")
        assert "59 of 60 received, 1 MISSING" in seen(app)
        await press(app, pilot, "enter")
        assert app.session.boards.imports.asked[-1] == "batch 59"
        await press(app, pilot, "escape", "escape")
        assert "[files]" in seen(app)


async def test_esc_goes_back_to_where_one_came_from_and_1_to_the_map():
    async with opened() as (app, pilot):
        await press(app, pilot, "enter", "7")
        await press(app, pilot, "escape")
        assert app.current_mode == "map"
        assert len(app.screen_stack) == 2, "the touchpoint is still open"
        await press(app, pilot, "7", "1")
        assert text_of(app)[0].startswith(" Broadband › Journey map")


async def test_there_is_no_period_to_choose():
    async with opened() as (app, pilot):
        await press(app, pilot, "7", "t")
        assert "[files]" in seen(app)
        assert app.session.period == "28d"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lines": ()}, "No file is expected yet"),
        ({"batch_lines": ()}, "Nothing has been imported yet"),
        ({"batch_lines": ()}, "No file has been refused"),
        ({"reasons": ()}, "Nothing is in quarantine"),
    ],
)
async def test_an_empty_pane_says_so(change, said):
    boards = FakeBoards()
    boards.imports = replace(boards.imports, **change)
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "7")
        for _ in range(4):
            if said in seen(app):
                return
            await press(app, pilot, "tab")
        raise AssertionError(said)


async def test_a_failed_query_fails_its_pane_only():
    boards = FakeBoards()
    boards.imports.failures["batches"] = CjmError("the ledger is torn", hint="mend it")
    async with opened(boards, size=(120, 40)) as (app, pilot):
        await press(app, pilot, "7")
        assert "the ledger is torn" in seen(app)
        assert "interactions-ivr*" in seen(app)


async def test_a_running_import_is_seen_and_its_end_too():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        await press(app, pilot, "7")
        height = len([row for row in text_of(app) if row.strip()])
        boards.imports.running = RUNNING
        app.poll()
        await settled(app, pilot)
        line = next(row for row in text_of(app) if "importing" in row)
        assert "importing 2 of 7 · checking interactions-phone-20261120.csv" in line
        assert "█████░░░░░░░ 41%" in line
        boards.imports.running = None
        app.poll()
        await settled(app, pilot)
        assert "importing" not in seen(app)
        assert len([row for row in text_of(app) if row.strip()]) == height


async def test_the_bar_sends_what_changed_and_nothing_while_nothing_does():
    boards = FakeBoards()
    async with opened(boards, driver=RecordingDriver) as (app, pilot):
        await press(app, pilot, "7")
        sent()
        for _ in range(3):
            app.poll()
            await settled(app, pilot)
        assert sent() == 0, "no import runs"
        assert boards.imports.looked >= 4
        boards.imports.running = RUNNING
        app.poll()
        await settled(app, pilot)
        sent()
        app.poll()
        await settled(app, pilot)
        assert sent() == 0, "it is as far as before"
        boards.imports.running = replace(RUNNING, share=0.47)
        app.poll()
        await settled(app, pilot)
        assert 0 < sent() < 400


async def test_nobody_looks_for_imports_on_other_screens():
    boards = FakeBoards()
    async with opened(boards) as (app, pilot):
        app.poll()
        await settled(app, pilot)
        assert boards.imports.looked == 0


async def test_names_from_outside_do_nothing_but_stand_there():
    for text in OWN:
        boards = FakeBoards()
        boards.imports = boards.imports.renamed(text)
        boards.imports.running = replace(RUNNING, file=text, who=text)
        async with opened(boards, size=(120, 40), driver=RecordingDriver) as (app, pilot):
            await press(app, pilot, "7")
            for _ in range(5):
                await press(app, pilot, "tab")
            await press(app, pilot, "enter", "escape", "shift+tab", "enter", "enter")
            written = "".join(RecordingDriver.written)
            assert not FORBIDDEN.search(OURS.sub("", written)), repr(text)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
@pytest.mark.parametrize("tabs", [0, 1, 4])
def test_imports_look_as_before(snap_compare, size, tabs):
    async def before(pilot):
        await settled(pilot.app, pilot)
        await press(pilot.app, pilot, "7")
        for _ in range(tabs):
            await press(pilot.app, pilot, "tab")

    app = CjmApp(FakeBoards(), poll_seconds=None)
    assert snap_compare(app, terminal_size=size, run_before=before)
