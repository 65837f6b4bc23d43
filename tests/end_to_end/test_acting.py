"""Walk-through A's second half by keys at 80×24: from what nobody owns to what has worked.

The figures on the screen are held against those that `independent.py` takes from the files.
"""

import re
import tomllib
from datetime import date

from tests.end_to_end.conftest import CJM
from tests.end_to_end.terminal import terminal
from tests.sample_data.conftest import SAMPLE_DATA
from tests.sample_data.independent import RECENT, Company

MORNING = {"CJM_NOW": "2026-11-21T07:30", "CJM_USER": "lead"}
PLANTED = tomllib.loads((SAMPLE_DATA / "planted.toml").read_text())


def go(lead, *keys_then_pattern):
    *keys, pattern = keys_then_pattern
    lead.press(*keys)
    lead.until(pattern)
    lead.settle(quiet=0.2)


def test_from_no_owner_to_wins(demo, cjm):
    with terminal([*CJM, "--db", str(demo)], environ=MORNING) as lead:
        lead.until("data until").until("IVR")
        the_ivr_gets_an_owner(lead)
        what_slid_back_is_opened_again(lead)
        one_line_is_updated(lead)
        the_win_is_the_real_effect(lead)
        lead.press("q")
        assert lead.end() == 0
    log = cjm("--db", demo, "owners", "log", "IVR").stdout
    assert "lead  accountability S. Kaur · A: added" in log
    assert "IVR" not in cjm("--db", demo, "owners", "--no-owner").stdout
    again = cjm("--db", demo, "actions", "show", PLANTED["slid_back"]["action"]).stdout
    assert "lead: opened again: closed → agreed; due 2026-06-30 → 2026-12-18" in again
    updated = cjm("--db", demo, "actions", "show", "A-105").stdout
    assert "lead: comment · the supplier calls back" in updated


def the_ivr_gets_an_owner(lead):
    """A name and enter; taken back, and the undoing taken back."""
    go(lead, "5", r"IVR +NO OWNER +NO OWNER for 14\d days")
    assert not re.search("Chat .*NO OWNER", lead.text)
    go(lead, "o", "type to search")
    go(lead, *"Kaur", "S. Kaur")
    go(lead, "enter", r"IVR +S\. Kaur")
    assert "NO OWNER for" not in lead.text
    assert "nobody → S. Kaur" in lead.text.splitlines()[-1]
    go(lead, "u", r"IVR +NO OWNER")
    assert "undone: " in lead.text.splitlines()[-1]
    go(lead, "u", r"IVR +S\. Kaur")
    go(lead, "L", r"accountability S\. Kaur · A +added")
    assert "2026 07:30  lead" in lead.text
    go(lead, "esc", "what is wrong")


def what_slid_back_is_opened_again(lead):
    """The planted slide with level, rule and days; a blank date is refused."""
    truth, company = PLANTED["slid_back"], Company(SAMPLE_DATA)
    now = company.level(truth["touchpoint"], truth["kpi"], *RECENT).value
    go(lead, "3", "A-105")
    go(lead, "tab", "tab", "tab", "frozen at")
    assert re.search(rf"(?m)^▸{truth['action']} Offer a call back", lead.text)
    frozen = float(re.search(r"frozen at ([\d.]+)%", lead.text)[1])
    assert abs(frozen - truth["level_verified"]) < 1.5
    assert f"last 28 days {now:.1f}%" in lead.text
    begins = truth["slide"][0]
    assert f"since {begins:%-d %b}; the slow-change rule (CUSUM" in lead.text
    seen = float(re.search(r"of\s+([\d.]+) points\s+within\s+91", lead.text)[1])
    assert 0 < seen < truth["level_before"] - frozen
    assert PLANTED[truth["control"]]["action"] not in lead.text
    go(lead, "R", "new due date")
    go(lead, "f5", "it lacks a new due date and a sponsor")
    go(lead, *date(2026, 12, 18).isoformat(), "down", *"Lind", "f5", "Nothing that was reached")
    assert "saved A-101" in lead.text.splitlines()[-1]
    go(lead, "esc", r"(?m)A-101 .*agreed +S\. Kaur +due 18 Dec")


def one_line_is_updated(lead):
    """A comment on what is overdue stands in its history."""
    go(lead, "w", "w", "w", r"nothing moved for 14 days · 1 action")
    assert re.search(rf"(?m)^▸{PLANTED['stalled']['action']} .*stalled 33 days", lead.text)
    go(lead, "w", r"overdue · 1 action")
    assert re.search(r"(?m)^▸A-105 .*in progress NO OWNER +OVERDUE 8 days", lead.text)
    go(lead, "c", r"comment \*")
    go(lead, *"the supplier calls back", "enter", r"saved A-105 .*: comment the supplier")
    go(lead, "enter", r"\[action\] history  effect")
    go(lead, "tab", r"21 Nov 07:30  lead +comment  the supplier calls back")
    go(lead, "esc", "overdue · 1 action")


def the_win_is_the_real_effect(lead):
    """The real effect stands under both its departments; the placebo and the slide do not."""
    truth = PLANTED["real_effect"]
    go(lead, "tab", "tab", "tab", "tab", r"BILLING\n▸" + truth["action"])
    assert re.search(rf"CONTACT\n {truth['action']}", lead.text)
    for other in ("placebo", "regression_to_the_mean", "slid_back"):
        assert PLANTED[other]["action"] not in lead.text
    low, high = map(
        float, re.search(r"\[\+([\d.]+) … \+([\d.]+)\], against Agent", lead.text).groups()
    )
    assert 0 < low < truth["effect"] < high
    go(lead, "enter", r"\[action\] history  effect")
    go(lead, "tab", "tab", "▲ WORKED")
    go(lead, "esc", "BILLING")
