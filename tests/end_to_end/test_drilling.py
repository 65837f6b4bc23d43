"""Walk-through A's drilling by keys at 80×24: from a bad number to its parts, SQL, rows and words.

What is on the screen is held against figures that `independent.py` takes straight from the files.
"""

import base64
import re
from datetime import timedelta

import polars as pl
import pytest

from tests.end_to_end.conftest import CJM
from tests.end_to_end.terminal import terminal
from tests.sample_data.conftest import SAMPLE_DATA
from tests.sample_data.independent import BASELINE, FINAL, LAST, RECENT, Company

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


@pytest.fixture(scope="module")
def company():
    return Company(SAMPLE_DATA)


def repeats(company, first, last, reason=None):
    """The n and the percentage of the IVR's calls that rang again, as the files have them."""
    only = f"and reason = '{reason}'" if reason else ""
    n, again = company.one(f"""
        select count(*), sum(again::int) from leg join again using (contact_id)
        where touchpoint_id = 'ivr' and direction = 'inbound' {only}
          and local_at >= date '{first}' and local_at < date '{last}' + 1""")
    return n, 100 * again / n


def expected_of_same_weekdays(company):
    """What the baseline's weekdays lead one to expect of the days that are final."""
    days = company.rows("ivr", "repeat_7d").with_columns(
        pl.col("day").dt.weekday().alias("weekday")
    )
    base = (
        days.filter(pl.col("day").is_between(*BASELINE))
        .group_by("weekday")
        .agg(pl.sum("n", "total"))
    )
    now = (
        days.filter(pl.col("day").is_between(RECENT[0], FINAL)).group_by("weekday").agg(pl.sum("n"))
    )
    both = now.join(base, on="weekday", suffix="_base")
    shares = both["n"] * both["total"] / both["n_base"]
    return 100 * shares.sum() / both["n"].sum()


def said_at_the_ivr(company):
    """The scores and words of the period's answers, whose effort is 1 to 7."""
    return company.all(f"""
        select score, verbatim from feedback where touchpoint_id = 'ivr'
          and "at" >= date '{RECENT[0]}' and "at" < date '{LAST}' + 1""")


def test_from_the_map_down_to_the_words_and_back(demo, company):
    n, now = repeats(company, RECENT[0], FINAL)
    rise = now - expected_of_same_weekdays(company)
    other, of_other = repeats(company, RECENT[0], FINAL, "other")
    before = [day - timedelta(days=28) for day in (RECENT[0], FINAL)]
    then, (faults, of_faults) = repeats(company, *before)[1], repeats(company, *before, "fault")
    faults_now, of_faults_now = repeats(company, RECENT[0], FINAL, "fault")
    with terminal([*CJM, "--db", str(demo)], environ=MORNING) as lead:
        lead.until(
            rf"◆ IVR +{n:,} Rep7 +{now:.0f}% 30–34 +\+{rise:.0f} ▼ worse 39d +MISSED .*NO OWNER"
        )
        assert re.search(r"◆ Engineer.*▼ worse 26d", lead.text)
        assert re.search(r"(?m)^ +Set-up guide.*= steady", lead.text)  # noisy, but stable
        go(lead, "/", r"(?m)^ /")
        for key in "ivr":
            lead.press(key)
        lead.until("keep 1 touchpoint")
        go(lead, "enter", "enter open")
        go(lead, "enter", r"\[flow\]", "contained")
        lead.press("tab", "tab", "tab")
        go(lead, "tab", r"\[overview\]", rf"n={n:,} +▼ worse since 6 Oct \(39 days\)")
        assert f"baseline {now - rise:.1f} ·" in lead.text
        assert "the last 29 in a row above the baseline" in lead.text  # the rule that fired
        assert "NO OWNER for 144 days" in lead.text
        go(lead, "Y", "sent to the terminal's clipboard")
        first, _ = copied(lead).strip().splitlines()
        assert "IVR" in first
        assert f"{now:.1f}% [29.8–34.0] n={n:,}" in first

        go(lead, "tab", r"\[breakdown\]", "REASON")
        lead.press("j", "j", "j")
        lead.until(rf"(?m)^▸other +{other} +{100 * other / n:.0f}% +{of_other:.1f}%")
        go(lead, "Y", "sent to the terminal's clipboard")
        assert f"reason other: Rep7 {of_other:.1f}%" in copied(lead)
        number_to_words_and_back(lead, "reason other", str(other))
        lead.until(rf"(?m)^▸other +{other}")  # the cursor has stayed

        change = rf"{then:.1f}% → {now:.1f}%: \+{now - then:.1f} \[\+3\.6 … \+11\.3\] worse"
        go(lead, "tab", r"\[what changed\]", change)
        lead.press("j")
        lead.until(rf"(?m)^▸fault +\d+→\d+% +{of_faults:.1f}→{of_faults_now:.1f}")
        both = f"{faults + faults_now:,}"
        go(lead, ".", f"rests on {both} rows")
        halves = f"{faults} before, {faults_now} now"
        go(lead, "enter", f"{both} rows.*= the {both} behind reason fault", halves)
        for back in ("rests on", r"\[what changed\]"):
            go(lead, "esc", back)
        words_and_log(lead, company)


def words_and_log(lead, company):
    """The panes behind: what is said there, by theme, and who changed what."""
    answers = said_at_the_ivr(company)
    spoken = [(score, words.casefold()) for score, words in answers if words]
    low = [words for score, words in spoken if score <= 3]
    mean = sum(score for score, _ in answers) / len(answers)
    go(
        lead,
        "tab",
        r"\[words\]",
        rf"CES {mean:.2f} .* n={len(answers)} ",
        rf"All {len(spoken)} answers",
    )
    go(lead, "w", r"\[worst\]", r"(?m)^▸CES 1/7" if min(spoken)[0] == 1 else r"(?m)^▸CES \d/7")
    lead.press("w", "w")
    others = len(spoken) - len(low)
    lead.until(rf"\[themes\](?s:.*)Terms that {len(low)} low scores hold more often than {others}")
    for term in ("rang", "menu"):
        heard = rf"\b{term}\b"
        often = [
            sum(bool(re.search(heard, words)) for words in of)
            for of in (low, [w for _, w in spoken])
        ]
        lead.until(rf"(?m)^[▸ ][+-] .*\b{term}\b.* {often[0]} +{often[1]} ")
    go(lead, "enter", r"(?m)^▸− .*\brang\b", r"(?m)^ CES [123]/7", "I rang back")
    go(lead, "tab", r"\[log\]", r"\d+ changes, newest first", "Core router failed in Leeds")


def number_to_words_and_back(lead, part, n):
    """`.`, enter, `v` and back: the rows are as many as the n of the line under the cursor."""
    go(lead, ".", f"{part}.*SQL", rf"rests on {n} rows", "stored query kpi/repeat_7d")
    go(lead, "enter", rf"{n} rows = the {n} behind {part}")
    go(lead, "v", r"words \(\d+\)", r"C(SAT|ES) \d/\d")
    for back in (f"{n} rows", "stored query", "tab pane"):
        go(lead, "esc", back)
