"""Two leads watch the map while the nightly files come in."""

import os
import re
import signal

import pytest

from tests.end_to_end.conftest import CJM, ROOT
from tests.end_to_end.terminal import terminal

NIGHTLY = ROOT / "sample_data" / "nightly"
MORNING = {"CJM_NOW": "2026-11-22T07:30"}


def test_an_import_reaches_both_open_maps_and_the_cursor_stays(demo, cjm):
    command = [*CJM, "--db", str(demo)]
    with terminal(command, environ=MORNING) as one, terminal(command, environ=MORNING) as two:
        for lead in (one, two):
            lead.until("data until Fri 20 Nov").until("IVR")
        one.press("j", "j")
        one.until(r"(?m)^▸ +Activation")
        two.until(r"(?m)^▸ +Web shop")
        cjm("--db", demo, "import", NIGHTLY, env=_environ())
        for lead in (one, two):
            lead.until("data until Sat 21 Nov", seconds=15)
        assert re.search(r"(?m)^▸ +Activation", one.text)
        assert re.search(r"(?m)^▸ +Web shop", two.text)


def _environ():
    return {**os.environ, **MORNING}


def test_an_idle_map_sends_not_a_byte(demo):
    with terminal([*CJM, "--db", str(demo)], environ=MORNING) as lead:
        lead.until("data until").until("IVR")
        lead.settle()
        assert lead.listen(8.0) == 0


def test_the_map_opens_and_moves_within_the_byte_budget(demo):
    with terminal([*CJM, "--db", str(demo)], environ=MORNING) as lead:
        lead.until("data until").until("IVR")
        lead.settle()
        assert len(lead.output) <= 40_000
        for _ in range(8):
            lead.press("j")
            assert 0 < lead.settle(quiet=0.25) <= 1_500


@pytest.mark.parametrize(("columns", "lines"), [(120, 40), (200, 50)])
def test_to_move_on_a_wide_map_stays_within_the_byte_budget(demo, columns, lines):
    size = {"columns": columns, "lines": lines}
    with terminal([*CJM, "--db", str(demo)], environ=MORNING, **size) as lead:
        lead.until("data until").until("IVR")
        lead.settle()
        assert len(lead.output) <= 40_000
        for key in "jlh":
            lead.press(key)
            assert 0 < lead.settle(quiet=0.25) <= 1_500
        lead.press("S")
        assert 0 < lead.settle() <= 10_000, "another order is another picture"


def test_q_gives_the_terminal_back(demo):
    with terminal([*CJM, "--db", str(demo)], environ=MORNING) as lead:
        lead.until("IVR")
        lead.press("q")
        assert lead.end() == 0
        assert b"\x1b[?1049l" in lead.output  # the alternate screen is left
        assert b"\x1b[?25h" in lead.output  # the cursor is shown again


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_end_it_gives_the_terminal_back(demo, ending):
    with terminal([*CJM, "--db", str(demo)], environ=MORNING) as lead:
        lead.until("IVR")
        os.kill(lead.pid, ending)
        assert lead.end() == 128 + ending
        assert b"\x1b[?1049l" in lead.output
        assert b"\x1b[?25h" in lead.output
