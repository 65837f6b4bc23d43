"""The part of the stand-up about no owner, by keys alone: a name, enter, and the row clears."""

from tests.end_to_end.conftest import CJM
from tests.end_to_end.terminal import terminal


def test_the_ivr_gets_an_owner_and_the_log_says_who_did_it(demo, cjm):
    environ = {"CJM_USER": "lead"}
    with terminal([*CJM, "--db", str(demo)], environ=environ) as lead:
        lead.until("data until").until("IVR").press("5")
        lead.until(r"IVR +NO OWNER +NO OWNER for 14\d days").press("o")
        lead.until("type to search").press("K", "a", "u", "r")
        lead.until("S. Kaur").press("enter")
        lead.until("accountable nobody → S. Kaur").until(r"IVR +S. Kaur")
        assert "NO OWNER for" not in lead.text
        lead.press("u")
        lead.until("undone: ").until(r"IVR +NO OWNER")
        lead.press("u")
        lead.until(r"IVR +S. Kaur")
    log = cjm("--db", demo, "owners", "log", "IVR").stdout
    assert "lead  accountability S. Kaur · A: added" in log
    assert "IVR" not in cjm("--db", demo, "owners", "--no-owner").stdout
