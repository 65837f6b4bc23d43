"""A long question never holds up an import, an edit or a screen."""

import subprocess
import time

import pytest

from cjm_tui.errors import BusyError
from cjm_tui.store.gate import Gate
from tests.end_to_end.conftest import CJM, ROOT
from tests.end_to_end.terminal import terminal

ENDLESS = "select sum(a.range * b.range) from range(10000000) as a, range(10000000) as b"
MORNING = {"CJM_NOW": "2026-11-22T07:30"}


@pytest.fixture
def long_question(demo):
    """Ad hoc SQL that would run for a minute, and that has the database open by now."""
    asked = subprocess.Popen(
        [*CJM, "--db", str(demo), "sql", ENDLESS, "--timeout", "60"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    gate, deadline = Gate(demo), time.monotonic() + 20
    while not _held(gate):
        assert time.monotonic() < deadline
    yield asked
    asked.kill()
    asked.communicate()


def _held(gate):
    try:
        with gate.exclusive(0.01):
            return False
    except BusyError:
        return True


def test_an_import_and_an_edit_go_before_it_and_a_screen_shows_them(
    demo, cjm, long_question, monkeypatch
):
    for name, value in MORNING.items():
        monkeypatch.setenv(name, value)
    with terminal([*CJM, "--db", str(demo)]) as lead:
        lead.until("data until Fri 20 Nov").until("IVR")
        begin = time.monotonic()
        cjm("--db", demo, "settings", "set", "stale_after_hours", "40", "--why", "bank holiday")
        cjm("--db", demo, "import", ROOT / "sample_data" / "nightly" / "feedback-20261121.csv")
        assert (
            time.monotonic() - begin < 25
        )  # two starts of Python on a busy machine; it would be 60
        lead.until("data until Sat 21 Nov", seconds=10)
        lead.press("j")
        assert lead.settle(quiet=0.3) > 0
