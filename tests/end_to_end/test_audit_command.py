"""`cjm audit` as a user types it, on the sample company: outcomes and pitfalls."""

import json

import pytest


@pytest.fixture
def audit(cjm_here, demo_master):
    code, printed = cjm_here("--db", demo_master, "audit", "--json")
    assert code == 0
    return json.loads(printed)


def test_the_outcome_is_the_first_contact_resolution_of_the_whole_journey(
    audit, cjm_here, demo_master
):
    (one,) = audit["customer_outcomes"]
    assert (one["journey"], one["kpi"], one["owner"]) == ("Broadband", "fcr_7d", "H. Lind")
    assert one["low"] < one["value"] < one["high"]
    assert one["short_of_target"] == pytest.approx(80 - one["value"])
    # Each contact once: its rows are fewer than those of the touchpoints added up, and as many as n.
    assert one["n"] < sum(place["n"] for place in one["touchpoints"])
    code, printed = cjm_here("--db", demo_master, "sql", one["sql"], "--format", "json")
    rows = json.loads(printed[: printed.rindex("]") + 1])
    assert (code, len(rows)) == (0, one["n"])
    assert 100 * sum(row["value"] for row in rows) / len(rows) == pytest.approx(one["value"])


def test_each_of_the_five_pitfalls_has_a_verdict_and_opens_its_rows(audit, cjm_here, demo_master):
    verdicts = {one["pitfall"]: one["verdict"] for one in audit["pitfalls"]}
    assert verdicts == {
        "needs": "present",
        "personalisation": "not seen",
        "co-ordination": "not seen",
        "silos": "present",
        "unconnected dots": "not seen",
    }
    checks = {check["check"]: check for one in audit["pitfalls"] for check in one["checks"]}
    assert checks["identified_again"]["verdict"] == "cannot tell"
    assert "auth_ok" in checks["identified_again"]["needs"]
    code, printed = cjm_here(
        "--db", demo_master, "query", "action_of_one_department", "--format", "json"
    )
    rows = json.loads(printed[: printed.rindex("]") + 1])
    failed = [row["place"] for row in rows if row["failed"]]
    assert code == 0
    assert len(rows) == checks["action_of_one_department"]["known"]
    assert failed == [p["place"] for p in checks["action_of_one_department"]["places"]]


def test_the_text_says_verdict_reasoning_and_where_the_rows_are(cjm_here, demo_master):
    _, printed = cjm_here("--db", demo_master, "audit")
    assert "SILOS: present, by 2 of 3 checks" in printed
    assert (
        "5 of 5 stages of several departments without an outcome that all of them share" in printed
    )
    assert "rows: cjm query shared_outcome" in printed
    assert "beyond the target" in printed
