"""Walk-through A's drilling by keys at 80×24: from a bad number to its parts, SQL, rows and words."""

import base64
import re

from tests.end_to_end.conftest import CJM
from tests.end_to_end.terminal import terminal

MORNING = {"CJM_NOW": "2026-11-21T07:30", "TMUX": ""}
_CLIPBOARD = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)")


def copied(lead):
    """What was last sent to the terminal's clipboard."""
    return base64.b64decode(_CLIPBOARD.findall(bytes(lead.output))[-1]).decode()


def go(lead, key, *patterns):
    """Press a key and wait until all of this is on the screen."""
    lead.press(key)
    for pattern in patterns:
        lead.until(pattern)
    lead.settle(quiet=0.2)


def test_from_the_map_down_to_the_words_and_back(demo):
    with terminal([*CJM, "--db", str(demo)], environ=MORNING) as lead:
        lead.until(r"◆ IVR +1,893 Rep7 +32% 30–34 +\+10 ▼ worse 39d +MISSED .* NO OWNER")
        assert re.search(r"◆ Engineer.*▼ worse 26d", lead.text)
        assert re.search(r"(?m)^ +Set-up guide.*= steady", lead.text)  # noisy, but stable
        go(lead, "/", r"(?m)^ /")
        for key in "ivr":
            lead.press(key)
        lead.until("keep 1 touchpoint")
        go(lead, "enter", "enter open")
        go(lead, "enter", r"\[overview\]", r"n=1,893 +▼ worse since 6 Oct \(39 days\)")
        assert "the last 29 in a row above the baseline" in lead.text  # the rule that fired
        assert "NO OWNER for 144 days" in lead.text
        go(lead, "Y", "sent to the terminal's clipboard")
        first, second = copied(lead).strip().splitlines()
        assert "IVR" in first
        assert "31.9% [29.8–34.0]" in first + second
        assert "n=1,893" in first + second

        go(lead, "tab", r"\[breakdown\]", "REASON")
        lead.press("j", "j", "j")
        lead.until(r"(?m)^▸other +141 +7% +33\.3%")
        number_to_words_and_back(lead, "reason other", "141")
        lead.until(r"(?m)^▸other +141")  # the cursor has stayed

        go(lead, "tab", r"\[what changed\]", r"24\.4% → 31\.9%: \+7\.5 \[\+3\.6 … \+11\.3\] worse")
        lead.press("j")
        lead.until(r"(?m)^▸fault +41→42% +24\.0→31\.0")
        go(lead, ".", "rests on 1,536 rows")
        go(lead, "enter", "1,536 rows.*= the 1,536 behind reason fault", "745 before, 791 now")


def number_to_words_and_back(lead, part, n):
    """`.`, enter, `v` and back: the rows are as many as the n of the line under the cursor."""
    go(lead, ".", f"{part}.*SQL", rf"rests on {n} rows", "stored query kpi/repeat_7d")
    go(lead, "enter", rf"{n} rows = the {n} behind {part}")
    go(lead, "v", r"words \(\d+\)", r"C(SAT|ES) \d/\d")
    for back in (f"{n} rows", "stored query", "tab pane"):
        go(lead, "esc", back)
