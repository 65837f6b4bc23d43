"""`cjm check` as cron and a lead use it, on the sample company."""

import json

from rich.cells import cell_len


def test_the_morning_is_told_in_subjects_seen_and_told_again_when_it_changes(cjm_here, demo):
    code, printed = cjm_here("--db", demo, "check")
    lines = printed.splitlines()
    assert code == 20, "a file is missing"
    assert all(cell_len(line) <= 100 for line in lines)
    worse = next(line for line in lines if line.startswith("WORSE: IVR"))
    assert "days in a row" in worse
    assert "since 6 Oct" in worse
    assert any(line.startswith("SLID BACK: A-101") for line in lines)
    assert any(line.startswith("NO OWNER: IVR · moment of truth") for line in lines)
    assert not any("A-102" in line for line in lines if line.startswith("SLID")), "noisy, stable"

    mark = worse[-7:-1]
    code, said = cjm_here("--db", demo, "check", "--ack", mark, "--why", "we are on it")
    assert (code, worse in said) == (0, True)
    code, printed = cjm_here("--db", demo, "check", "--json")
    found = json.loads(printed)
    assert code == found["exit_code"] == 20
    assert len(found["findings"]) == len(lines) - 1
    assert {one["why"] for one in found["acknowledged"]} == {"we are on it"}

    assert cjm_here("--db", demo, "check", "--ack", "all")[0] == 0
    assert cjm_here("--db", demo, "check") == (0, ""), "cron sends no mail"
    code, printed = cjm_here("--db", demo, "check", "--all")
    assert (code, printed.count("seen by")) == (
        0,
        len(json.loads(cjm_here("--db", demo, "check", "--json")[1])["acknowledged"]),
    )

    bad = demo.parent / "interactions-late.csv"
    bad.write_text(
        "interaction_id,contact_id,touchpoint_id,channel,started_at\n"
        + "".join(f"x{n},x{n},chat,chat,2026-11-20 09:{n:02}:00Z\n" for n in range(40))
        + "x99,x99,chat,chat,someday\n"
    )
    assert cjm_here("--db", demo, "import", bad)[0] == 3
    code, printed = cjm_here("--db", demo, "check")
    assert code == 10
    assert printed.startswith("QUARANTINE: 1 row of 41 in interactions-late.csv · ")


def test_a_code_that_is_none_is_a_usage_error(cjm_here, demo_master):
    code, printed = cjm_here("--db", demo_master, "check", "--ack", "zzzzzz")
    assert code == 2
    assert "cjm check" in printed
