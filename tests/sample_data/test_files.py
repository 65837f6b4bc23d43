"""The files keep to docs/canonical-csv.md, to the vocabulary of facts, and to each other."""

import csv
import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.sample_data.independent import FIRST, LAST

DOCUMENT = Path(__file__).parents[2] / "docs" / "canonical-csv.md"
FILES = {
    "touchpoints.csv": "touchpoints",
    "touchpoints-desired.csv": "touchpoints",
    "parties.csv": "parties",
    "kpi_targets.csv": "kpi_targets",
    "actions.csv": "actions",
    "stage_departments.csv": "stage_departments",
    "objectives.csv": "objectives",
    "opportunities.csv": "opportunities",
    "propositions.csv": "propositions",
    "action_departments.csv": "action_departments",
    "milestones.csv": "milestones",
    "communications.csv": "communications",
    "evidence.csv": "evidence",
    "annotations.csv": "annotations",
    "expected_files.csv": "expected_files",
    "designed_flow.csv": "designed_flow",
    "measures.csv": "measures",
    "interactions-ivr.csv.gz": "interactions",
    "interactions-phone.csv.gz": "interactions",
    "interactions-digital.csv.gz": "interactions",
    "interactions-field.csv.gz": "interactions",
    "interaction_events-ivr.csv.gz": "interaction_events",
    "feedback.csv.gz": "feedback",
    "invitations.csv.gz": "invitations",
    "nightly/interactions-phone-20261121.csv": "interactions",
    "nightly/interaction_events-ivr-20261121.csv": "interaction_events",
    "nightly/feedback-20261121.csv": "feedback",
    "dirty/interactions-malformed.csv": "interactions",
}


def _documented(mapping: str) -> tuple[set[str], set[str]]:
    """Return a mapping's columns: those that must be there, and all."""
    line = next(
        line for line in DOCUMENT.read_text().splitlines() if line.startswith(f"| `{mapping}` |")
    )
    cell = re.sub(r"\([^)]*\)", "", line.split("|", 2)[2])
    required = cell.split("*", 1)[0]
    return set(re.findall(r"\w+", required)), set(re.findall(r"\w+", cell))


@pytest.mark.parametrize(("name", "mapping"), FILES.items())
def test_headers_are_documented(sample_data, name, mapping):
    required, known = _documented(mapping)
    header = set(pl.read_csv(sample_data / name, n_rows=0, infer_schema=False).columns)
    if "malformed" not in name:
        assert header >= required
    assert header <= known


def test_outcomes_channels_and_directions_are_the_vocabulary_of_facts(company):
    assert {row[0] for row in company.all("select distinct outcome from leg")} == {
        *("answered", "abandoned", "left", "contained", "to_agent", "done", "not_done")
    }
    assert {row[0] for row in company.all("select distinct direction from leg")} == {
        *("inbound", "outbound", "callback")
    }
    scales = company.all("select distinct instrument, scale, voice from feedback")
    assert set(scales) == {
        ("csat", "1-5", "customer"),
        ("ces", "1-7", "customer"),
        ("nps", "0-10", "customer"),
    }
    assert company.one(
        "select count(*) from feedback where score not between split_part(scale, '-', 1)::int "
        "and split_part(scale, '-', 2)::int"
    ) == (0,)


def test_every_touchpoint_is_on_the_map_and_every_fact_belongs_to_it(company, sample_data):
    mapped = set(pl.read_csv(sample_data / "touchpoints.csv")["touchpoint_id"])
    used = {row[0] for row in company.all("select distinct touchpoint_id from leg")}
    assert mapped == used | {"payment-letter"}
    assert company.one("select count(*), count(distinct interaction_id) from leg") == company.one(
        "select count(*), count(*) from leg"
    )
    orphans = "select count(*) from {} anti join leg using ({})"
    assert company.one(orphans.format("event", "interaction_id")) == (0,)
    missing = "2026-11-17"  # the day whose IVR file is missing: its callers' answers are there
    answered = f"(select * from feedback where \"at\"::date <> '{missing}')"
    assert company.one(orphans.format(answered, "contact_id")) == (0,)


def test_about_150_000_contacts_on_400_local_days_unevenly(company):
    contacts, days, first, last = company.one(
        "select count(distinct contact_id), count(distinct local_at::date), min(local_at::date), "
        "max(local_at::date) from leg"
    )
    assert 145_000 < contacts < 158_000
    assert (days, first, last) == (400, FIRST, LAST)
    monday, sunday = (
        company.one(f"select count(*) / 57.0 from leg where dayofweek(local_at) = {day}")[0]
        for day in (1, 0)
    )
    assert monday > 1.15 * sunday
    ten, three = (
        company.one(f"select count(*) from leg where hour(local_at) = {hour}")[0]
        for hour in (10, 3)
    )
    assert ten > 20 * three


def test_legs_end_after_they_begin_and_contacts_belong_to_one_customer(company):
    assert company.one("select count(*) from leg where ended < started") == (0,)
    assert company.one(
        "select count(*) from (select contact_id from leg group by all "
        "having count(distinct customer) > 1 or count(distinct direction) > 1)"
    ) == (0,)


def test_customers_are_made_up(company):
    odd = company.one(
        r"select count(*) from leg where customer is not null and not regexp_full_match(customer, "
        r"'C\d{7}|\+447700900\d{3}|c\d+@example\.com')"
    )
    assert odd == (0,)


def test_dates_of_the_hand_written_tables_agree_with_what_is_planted(sample_data, planted):
    with (sample_data / "actions.csv").open() as stream:
        actions = {row["action_id"]: row for row in csv.DictReader(stream)}
    for name in ("slid_back", "real_effect", "placebo", "regression_to_the_mean"):
        truth = planted[name]
        action = actions[truth["action"]]
        assert action["touchpoint_id"] == truth["touchpoint"]
        assert action["kpi"] == truth["kpi"]
        assert date.fromisoformat(action["live_at"]) == truth["live"]
        assert action["comparison_touchpoint"] == truth.get(
            "comparison", action["comparison_touchpoint"]
        )
    assert actions["A-101"]["state"] == "closed"
    assert actions["A-101"]["verdict"] == "worked"
    annotations = pl.read_csv(sample_data / "annotations.csv", try_parse_dates=True)
    outage = annotations.row(by_predicate=pl.col("kind") == "outage", named=True)
    assert [outage["first_day"], outage["last_day"]] == planted["outage"]["days"]
    release = annotations.row(by_predicate=pl.col("kind") == "release", named=True)
    assert release["first_day"] == planted["flow_change"]["first_day"]
