"""`cjm imports` and `cjm expect` on the demo: the missing file, the batches, and changing a schedule."""

import csv
import gzip
import json
from collections import defaultdict

from tests.end_to_end.conftest import ROOT

MORNING = "2026-11-21T07:30"


def test_the_missing_file_is_named_everywhere(demo, cjm_here, monkeypatch):
    monkeypatch.setenv("CJM_NOW", MORNING)
    _, printed = cjm_here("--db", demo, "imports")
    assert "13 of 14 received, 1 MISSING" in printed
    assert "incomplete: Tue 17 Nov lacks interactions-ivr* (due Wed 18 Nov 06:00)" in printed
    code, printed = cjm_here("--db", demo, "imports", "--json")
    board = json.loads(printed)
    ivr = next(f for f in board["files"] if f["pattern"] == "interactions-ivr*")
    missing = [d for d in ivr["deliveries"] if d["state"] == "MISSING"]
    assert code == 0
    assert [(d["first_day"], d["due_at"]) for d in missing] == [
        ("2026-11-17", "2026-11-18T06:00:00+00:00")
    ]
    for batch in board["batches"]:
        assert batch["read"] == batch["accepted"] + batch["ignored"] + batch["quarantined"]
    _, printed = cjm_here("--db", demo, "journey", "--json")
    reasons = [day["reason"] for day in json.loads(printed)["incomplete"]]
    assert "Tue 17 Nov lacks interactions-ivr* (due Wed 18 Nov 06:00)" in reasons
    assert not any("17 November has 0 ivr" in reason for reason in reasons), "it is said once"


def test_a_batch_and_its_refused_rows(demo, cjm_here, monkeypatch):
    monkeypatch.setenv("CJM_NOW", MORNING)
    code, _ = cjm_here("--db", demo, "import", ROOT / "sample_data" / "dirty")
    assert code == 3
    _, printed = cjm_here("--db", demo, "imports", "--json", "--limit", "1")
    (newest,) = json.loads(printed)["batches"]
    code, printed = cjm_here("--db", demo, "imports", "--batch", newest["batch"])
    assert code == 0
    assert "207 read = 202 accepted + 0 ignored + 5 quarantined" in printed
    assert "wait_s: is not a number of seconds: ten" in printed
    _, printed = cjm_here("--db", demo, "imports", "--batch", newest["batch"], "--json")
    assert len(json.loads(printed)["quarantine"]) == 5
    assert cjm_here("--db", demo, "imports", "--batch", "999")[0] == 2


def test_a_folder_without_data_says_so(demo, cjm_here, tmp_path):
    (tmp_path / "notes.md").write_text("nothing")
    code, printed = cjm_here("--db", demo, "import", tmp_path)
    assert code == 0
    assert f"nothing to import in {tmp_path}" in printed


def test_a_schedule_is_changed_with_a_reason(demo, cjm_here, monkeypatch):
    monkeypatch.setenv("CJM_NOW", MORNING)
    add = ("--db", demo, "expect", "add", "measures", "--every", "mon-fri", "--by", "7:00")
    assert cjm_here(*add)[0] == 2, "no reason"
    code, printed = cjm_here(*add, "--why", "letters are counted by hand")
    assert (code, printed.strip()) == (0, "measures: mon tue wed thu fri by 07:00")
    assert "as before" in cjm_here(*add, "--why", "again")[1]
    _, printed = cjm_here("--db", demo, "expect", "--json")
    (line,) = [one for one in json.loads(printed) if one["source"] == "measures"]
    assert (line["every"], line["due_at"]) == ("mon;tue;wed;thu;fri", "07:00")
    assert line["next_due"] == "2026-11-23T07:00:00+00:00"
    assert cjm_here("--db", demo, "expect", "remove", "measures", "--why", "gone")[0] == 0
    assert cjm_here("--db", demo, "expect", "remove", "measures", "--why", "gone")[0] == 2
    for wrong in (("--by", "25:00"), ("--by", "06:00", "--every", "hourly")):
        assert cjm_here("--db", demo, "expect", "add", "measures", *wrong, "--why", "x")[0] == 2
    assert cjm_here("--db", demo, "expect", "add", "nothing", "--by", "6:00", "--why", "x")[0] == 2


def test_the_acds_report_is_set_beside_ours(demo, cjm_here, monkeypatch, tmp_path):
    monkeypatch.setenv("CJM_NOW", MORNING)
    sample = ROOT / "sample_data" / "interactions-phone.csv.gz"
    days = defaultdict(lambda: [0, 0])
    with gzip.open(sample, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            long_ago = row["started_at"] < "2026-11-01"
            if long_ago or row["touchpoint_id"] != "agent-call" or row["direction"] != "inbound":
                continue
            asked = row["outcome"] in ("answered", "abandoned", "left")
            days[row["started_at"][:10]][0] += asked
            gave_up = row["outcome"] in ("abandoned", "left")
            days[row["started_at"][:10]][1] += gave_up
    report = tmp_path / "acd-november.csv"
    lines = [f"{day},Agent call,{a},{b}" for day, (a, b) in sorted(days.items())]
    report.write_text("\n".join(["day,touchpoint,offered,abandoned", *lines, ""]))
    code, printed = cjm_here("--db", demo, "reconcile", report)
    assert code == 0
    assert "Offered: agrees on 20 days." in printed
    assert "has the calls that left the queue without an agent as abandoned (" in printed
    code, printed = cjm_here("--db", demo, "reconcile", "--json")
    offered, abandoned = json.loads(printed)["measures"]
    assert (offered["status"], offered["theirs"]) == ("agrees", offered["ours"])
    assert (abandoned["status"], abandoned["by_their_definition"]) == (
        "explained", abandoned["theirs"],
    )  # fmt: skip
    assert cjm_here("--db", demo, "reconcile", ROOT / "sample_data" / "parties.csv")[0] == 4
    assert cjm_here("--db", demo, "reconcile", tmp_path / "gone.csv")[0] == 4
