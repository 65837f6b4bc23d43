"""Walk-through D by keys at 80×24: the monthly audit with executives, on the sample company."""

import re
import tomllib

import pytest

from tests.end_to_end.conftest import CJM, ROOT
from tests.end_to_end.terminal import terminal
from tests.sample_data.conftest import SAMPLE_DATA
from tests.sample_data.independent import FINAL, RECENT, Company

MORNING = {"CJM_NOW": "2026-11-21T07:30", "TMUX": ""}
PLANTED = tomllib.loads((ROOT / "sample_data" / "planted.toml").read_text())
WHY = "asked by the agent whom it is about"


def go(lead, key, *patterns):
    """Press a key and wait until all of this is on the screen."""
    lead.press(key)
    for pattern in patterns:
        lead.until(pattern)
    lead.settle(quiet=0.2)


def typed(lead, words):
    for letter in words:
        lead.press(letter)


@pytest.fixture(scope="module")
def repeats():
    """The IVR's calls of the final days, and the share that rang again, as the files have them."""
    n, again = Company(SAMPLE_DATA).one(f"""
        select count(*), sum(again::int) from leg join again using (contact_id)
        where touchpoint_id = 'ivr' and direction = 'inbound'
          and local_at >= date '{RECENT[0]}' and local_at < date '{FINAL}' + 1""")
    return n, 100 * again / n


def test_a_month_audited_by_keys_from_the_shares_to_the_pack(demo, repeats, tmp_path):
    with terminal([*CJM, "--db", str(demo)], environ=MORNING) as lead:
        lead.until("IVR")
        go(lead, "4", r"(?m)^▸outputs +4 +44%.*80% typical", "9 KPIs in use · 0 not classed")
        watermelon_down_to_its_rows(lead, repeats)
        classed_anew(lead)
        outcomes_and_pitfalls(lead)
        go(lead, "3", "Actions")
        go(lead, "/", r"(?m)^ /")
        typed(lead, "evaluated")
        go(lead, "enter", *(PLANTED[kind]["action"] for kind in ("real_effect", "placebo")))
        go(lead, "4", r"\[pitfalls\]")
        packs = [packed(lead, tmp_path / name) for name in ("one.html", "two.html")]
        assert packs[0] == packs[1], "run twice on the same data it is identical"
        assert b"Customer satisfaction" in packs[0]
        lead.press("q")


def watermelon_down_to_its_rows(lead, repeats):
    """The planted pair and only that one; the rows behind its red side are those of the files."""
    n, again = repeats
    assert len(re.findall(r"(?m)^ +but ", lead.text)) == 1
    assert rf"Repeat within 7 days {again:.1f}% [29.8–34.0] n={n:,} ▼ worse" in lead.text
    assert re.search(r"(?m)^ IVR +IVR containment .* ▲ better since 4 Oct", lead.text)
    assert "1 of 8 pairs of an output and its outcome." in lead.text
    lead.press("j", "j", "j")
    go(lead, "j", r"(?m)^▸IVR")
    go(lead, "enter", "WATERMELON: green outside, red inside", "the days overlap")
    go(lead, "j", r"(?m)^▸.*Repeat|OUTCOME  Repeat")
    go(lead, ".", rf"rests on {n:,} rows")
    go(lead, "enter", rf"{n:,} rows")
    for back in ("rests on", "Audit › IVR › pair", r"\[audit\]"):
        go(lead, "esc", back)


def classed_anew(lead):
    """A reason is needed; then the share moves, and the history shows who and why."""
    go(lead, "tab", r"\[KPIs\]", "OUTCOME")
    for _ in range(80):
        if re.search(r"(?m)^▸Customer satisfaction", lead.text):
            break
        lead.press("j")
        lead.settle(quiet=0.05)
    go(lead, "c", r"Edit › Customer satisfaction", "as its file has it: perception")
    typed(lead, "output")
    go(lead, "f5", "why: may not be empty")
    typed(lead, WHY)
    go(lead, "f5", r"OUTPUT  what is done", "classed by .*: asked by the agent")
    go(lead, "H", r"Audit › csat › history", "class perception → output", re.escape(WHY))
    go(lead, "esc", r"\[KPIs\]")
    go(lead, "esc", r"\[audit\]", r"outputs +5 +56%", r"perceptions +2 +22%")


def outcomes_and_pitfalls(lead):
    """The gap of the journey, and a verdict for each of the five pitfalls that opens its rows."""
    lead.press("tab", "tab")
    go(
        lead,
        "tab",
        r"\[outcomes\]",
        r"Broadband +H\. Lind",
        "81.7%",
        "1.7 points beyond the target",
    )
    go(lead, "tab", r"\[pitfalls\]", "Five pitfalls, of 5: 2 present, 3 not seen", "NEEDS  present")
    seen = set()
    for _ in range(40):
        seen.update(re.findall(r"(?m)^ ([A-Z-]+(?: [A-Z]+)?)  (?:present|not seen)", lead.text))
        if len(seen) == 5:
            break
        lead.press("j")
        lead.settle(quiet=0.05)
    assert seen == {"NEEDS", "PERSONALISATION", "CO-ORDINATION", "SILOS", "UNCONNECTED DOTS"}
    lead.press("g")
    go(lead, ".", r"Audit › needs", "rests on 22 rows")
    go(lead, "enter", "22 rows")
    go(lead, "esc", "rests on")
    go(lead, "esc", r"\[pitfalls\]")


def packed(lead, path):
    """Write the pack where the person says, and return its bytes."""
    go(lead, "x", "write the executive pack to")
    typed(lead, str(path))
    lead.press("enter")
    for _ in range(100):
        lead.settle(quiet=0.1)
        if path.exists():
            break
    lead.until("the pack is in")
    return path.read_bytes()
