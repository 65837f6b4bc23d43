"""`cjm touchpoint --by`, `--changed`, `--only`: the panes' plain twins, on the demo."""

import csv
import io
import json

import pytest

MORNING = "2026-11-21T07:30"
CALL = ("touchpoint", "Agent call", "--kpi", "abandon_rate", "--period", "28d")


@pytest.fixture
def ask(demo, cjm_here, monkeypatch):
    monkeypatch.setenv("CJM_NOW", MORNING)
    return lambda *words: cjm_here("--db", demo, *words)


@pytest.mark.parametrize("by", ["reason", "team", "segment", "weekday", "hour", "flow"])
def test_parts_sum_to_the_figure_and_have_their_rows(ask, by):
    code, printed = ask(*CALL, "--by", by, "--json")
    found = json.loads(printed)
    assert (code, found["by"], found["kpi"]) == (0, by, "abandon_rate")
    assert sum(part["n"] for part in found["parts"]) == found["n"] > 0
    part = max(found["parts"], key=lambda one: one["n"])
    only = f"{by}={part[by] or ''}" if by != "weekday" else "weekday=Mon"
    n = part["n"] if by != "weekday" else next(p for p in found["parts"] if p[by] == "1")["n"]
    _, rows = ask(*CALL, "--only", only, "--rows")
    assert f"{n:,} rows = the {n:,} behind the number" in rows


def test_hours_and_weekdays_are_a_table(ask):
    code, printed = ask(*CALL, "--by", "hour")
    assert code == 0
    lines = printed.splitlines()
    table = next(at for at, line in enumerate(lines) if line.startswith("value (n)"))
    assert lines[table].split()[2:] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert any("too few (" in line for line in lines[table:])


def test_contributions_sum_to_the_change(ask):
    code, printed = ask("touchpoint", "IVR", "--changed", "--json")
    found = json.loads(printed)
    assert (code, found["kpi"]) == (0, "repeat_7d")
    assert found["change"] > 0, "the planted repeats have risen"
    assert {"reason", "segment"} <= {split["by"] for split in found["splits"]}
    for split in found["splits"]:
        assert split["volume"] + split["rate"] == pytest.approx(found["change"])
        assert sum(p["both"] for p in split["parts"]) == pytest.approx(found["change"])


def test_a_change_in_words_and_its_rows(ask):
    code, printed = ask("touchpoint", "IVR", "--changed", "--by", "segment")
    assert code == 0
    assert "The rise is spread" in printed
    assert "reason" not in printed
    _, rows = ask("touchpoint", "IVR", "--changed", "--only", "segment=home", "--rows")
    last = rows.strip().splitlines()[-1]
    assert "before" in last
    assert "now" in last


@pytest.mark.parametrize("words", [("--only", "team=Leeds"), ("--only", "shoe=9", "--rows")])
def test_what_only_is_not_for_is_refused(ask, words):
    assert ask(*CALL, *words)[0] == 2


def test_rows_as_json_csv_and_table_are_the_same_and_each_leads_to_its_contact(ask):
    of = ("touchpoint", "Leaving call", "--kpi", "csat", "--rows")
    code, printed = ask(*of, "--json")
    told = json.loads(printed)
    assert (code, told["n"]) == (0, len(told["rows"]))
    assert {"customer", "reason", "team", "queue", "wait_s", "outcome", "final_local_at"} <= set(
        told["rows"][0]
    )
    _, written = ask(*of, "--csv")
    lines = list(csv.DictReader(io.StringIO(written[: written.rindex("\n", 0, -1) + 1])))
    assert [row["source_id"] for row in lines] == [row["source_id"] for row in told["rows"]]
    keys = [row["customer"].removeprefix("'") or None for row in lines]  # no cell begins with +
    assert keys == [row["customer"] for row in told["rows"]]
    _, table = ask(*of)
    assert table.splitlines()[-1] == told["rows_are"]
    row = next(row for row in told["rows"] if row["words"])
    code, story = ask("contact", row["source_id"])
    assert code == 0
    for words in (row["customer"], row["contact_id"], row["words"], f"team {row['team']}"):
        assert words in story, words


def test_the_demo_has_a_desired_map_beside_its_own(ask):
    code, printed = ask("journey", "--desired")
    assert code == 0
    assert printed.startswith("Broadband: 9 touchpoints would change")
    lines = {line.split("  ")[0][:1]: line for line in printed.splitlines() if line[:1] in "+−~"}
    assert set(lines) == {"+", "−", "~"}
    assert "Payment letter" in lines["−"]
    code, printed = ask("touchpoint", "Complaint")
    assert "Stay › Complaint" in printed, "the current map stays as it is"
