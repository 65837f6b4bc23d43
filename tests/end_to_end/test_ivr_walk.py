"""Walk-throughs A and C on the IVR, by keys alone at 80×24.

What the screen says is held against the sample's files, read and counted here by plain Python.
"""

import csv
import gzip
import re
from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.end_to_end.conftest import CJM
from tests.end_to_end.terminal import terminal
from tests.end_to_end.test_drilling import MORNING, copied, go
from tests.sample_data.conftest import SAMPLE_DATA
from tests.sample_data.independent import FINAL, LAST, RECENT

LONDON = ZoneInfo("Europe/London")
WEEK = timedelta(days=7)


def read(name):
    with gzip.open(SAMPLE_DATA / name, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def aware(text):
    at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return at if at.tzinfo else at.replace(tzinfo=LONDON)


class Calls:
    """The IVR's calls of the screen's 28 days, with the nodes of each in order."""

    def __init__(self):
        contacts = {}  # contact: customer, begin, end
        self.calls = {}
        for part in ("ivr", "phone", "digital", "field"):
            for row in read(f"interactions-{part}.csv.gz"):
                begin, end = aware(row["started_at"]), aware(row["ended_at"] or row["started_at"])
                own = contacts.setdefault(row["contact_id"], [row["customer"], begin, end])
                own[:] = row["customer"] or own[0], min(own[1], begin), max(own[2], end)
                if row["direction"] not in ("", "inbound"):
                    own[0] = ""
                if row["touchpoint_id"] == "ivr" and RECENT[0] <= begin.astimezone(LONDON).date():
                    self.calls[row["interaction_id"]] = row | {"began": begin.astimezone(LONDON)}
        begun = defaultdict(list)
        for customer, begin, _ in contacts.values():
            if customer:
                begun[customer].append(begin)
        self.nodes = {call: [] for call in self.calls}
        for step in sorted(read("interaction_events-ivr.csv.gz"), key=lambda row: int(row["seq"])):
            if step["interaction_id"] in self.nodes and step["event"] == "enter":
                self.nodes[step["interaction_id"]].append(step["node"])
        for call in self.calls.values():
            customer, _, end = contacts[call["contact_id"]]
            known = bool(customer) and call["began"].date() <= FINAL
            later = [at for at in begun[customer] if end < at <= end + WEEK]
            call["back"] = bool(later) if known else None

    def where(self, **wanted):
        return [c for c, row in self.calls.items() if all(row[k] == v for k, v in wanted.items())]


@pytest.fixture(scope="module")
def calls():
    return Calls()


def percent(part, whole):
    return f"{100 * part / whole:.1f}%"


def open_the_ivr(lead):
    """From the map to its flow."""
    lead.until("IVR")
    go(lead, "/", r"(?m)^ /")
    for key in "ivr":
        lead.press(key)
    lead.until("keep 1 touchpoint")
    go(lead, "enter", "enter open")
    go(lead, "enter", r"\[flow\]", "contained")


def cursor_to(lead, words, *, most=40):
    """Press j until the cursor's line has these words."""
    for _ in range(most):
        if re.search(rf"(?m)^▸.*{words}", lead.text):
            return
        lead.press("j")
        lead.settle(quiet=0.1)
    raise AssertionError(f"the cursor never came to {words!r}:\n{lead.text}")


def test_from_containment_to_the_dead_end_its_rows_and_words_and_back(demo, calls):
    contained = calls.where(outcome="contained")
    known = [c for c in contained if calls.calls[c]["back"] is not None]
    back = sum(calls.calls[c]["back"] for c in known)
    kept = percent(len(contained), len(calls.calls))
    asked = [c for c, nodes in calls.nodes.items() if "Explain my bill" in nodes]
    lost = [c for c in asked if calls.nodes[c][-1] == "Explain my bill"]
    newest = calls.where(flow_version="v7")
    restarts = [calls.nodes[c].count("Router restart") for c in newest]
    looped, tried = sum(n > 2 for n in restarts), sum(n > 0 for n in restarts)
    assert min(len(lost), looped) > 50
    with terminal([*CJM, "--db", str(demo)], environ=MORNING) as lead:
        open_the_ivr(lead)
        lead.until(rf"(?m)^▸contained {kept} \[.*\] n={len(calls.calls):,}  ▲ better")
        assert "NO OWNER for 144 days" in lead.text
        said = rf"but {percent(back, len(known))} \[.*\] n={len(known):,} of those rang back"
        lead.until(rf"(?m)^ {said} in 7 days  ▼ worse")
        lead.until(rf"(?s)loop: {looped} calls came back twice or more.*of {tried}\)")
        lead.press("j")
        go(lead, ".", rf"rests on {len(known):,} rows")
        go(lead, "enter", rf"{len(known):,} rows.* = the {len(known):,} behind")
        go(lead, "v", r"words \(\d+\)", rf"from the {len(known):,} counted")
        for there in (f"{len(known):,} rows", "rests on", r"\[flow\]"):
            go(lead, "esc", there)
        lead.until(r"(?m)^▸but ")  # the cursor has stayed

        cursor_to(lead, "! Explain my bill")
        lead.until(rf"(?m)^▸.*Explain my bill +{len(asked)} .* {len(lost)}$")
        lead.until(r"dead end: none of \d+ calls ended well from here")
        go(lead, "Y", "sent to the terminal's clipboard")
        assert f"Explain my bill: {len(asked)} calls" in copied(lead)
        go(lead, ".", rf"rests on {len(asked)} rows")
        go(lead, "esc", r"\[flow\]")
        lead.press("tab", "tab")
        go(lead, "tab", r"\[calls\]", rf"calls at Explain my bill: newest 200 of {len(asked)}")
        go(lead, "enter", "Welcome", "Billing", "Explain my bill")
        go(lead, "esc", r"\[calls\]")


def test_a_version_alone_and_its_query_in_the_panel(demo, calls):
    newest, before = calls.where(flow_version="v7"), calls.where(flow_version="v6")
    assert len(newest) + len(before) == len(calls.calls)
    assert max(c["began"].date() for c in calls.calls.values()) == LAST
    zero = {v: sum(calls.nodes[c][-2:-1] == ["Welcome"] for c in of) for v, of in
            (("v6", before), ("v7", newest))}  # fmt: skip
    assert zero["v6"] / len(before) > zero["v7"] / len(newest)  # v7 hides the way to an agent
    with terminal([*CJM, "--db", str(demo)], environ=MORNING) as lead:
        open_the_ivr(lead)
        go(lead, "/", "which calls")
        cursor_to(lead, "flow +v7")
        go(lead, "enter", "flow v7", rf"n={len(newest):,}")
        lead.press("6")
        lead.until("version = v7").until("touchpoint = ivr")
        lead.settle(quiet=0.3)
        lead.press("\n")  # ctrl+j
        lead.until(rf"{len(newest):,} rows, all of them")
