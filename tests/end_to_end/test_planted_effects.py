"""What is planted in the sample's actions is judged rightly, and its controls are."""

import json
import tomllib
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from cjm_tui.config import FixedClock
from cjm_tui.domain import verification_words as words
from cjm_tui.domain.statistics.verdicts import GuardrailState, Reason, Verdict
from cjm_tui.services.verification import evaluation, outcomes
from cjm_tui.store.catalog import load_catalog
from cjm_tui.store.database import Database
from tests.end_to_end.conftest import ROOT
from tests.sample_data.independent import Company

PLANTED = tomllib.loads((ROOT / "sample_data" / "planted.toml").read_text())
MORNING = FixedClock(datetime(2026, 11, 21, 7, 30, tzinfo=UTC))
MELON = {
    "action_id": "'X-1'",
    "title": "'Keep callers in the menu'",
    "touchpoint_id": "'ivr'",
    "kpi": "'ivr_containment'",
    "guardrail": "'repeat_7d'",
    "comparison_touchpoint": "null",
    "live_at": "date '2026-09-24'",
    "effect_by": "date '2026-11-05'",
    "smallest_effect": "2",
    "state": "'live'",
}


@pytest.fixture(scope="module")
def found(demo_master):
    catalog = load_catalog()
    with Database(demo_master, MORNING, catalog).read() as reader:
        return {one.action.action_id: one for one in outcomes(reader, catalog).evaluations}


@pytest.fixture(scope="module")
def company():
    return Company(ROOT / "sample_data")


def test_the_slide_is_found_with_its_day_and_rule_and_the_control_holds(found):
    truth = PLANTED["slid_back"]
    one = found[truth["action"]]
    assert one.verdict is Verdict.WORKED
    assert one.slid
    begins, full = truth["slide"]
    assert abs((one.watch.slide.first - begins).days) <= 7
    assert begins < one.watch.slide.alarm <= full + timedelta(days=14)
    assert "CUSUM" in words.slide(one.watch.slide, one.watch.until)
    assert one.watch.level.value == pytest.approx(truth["level_verified"], abs=1.5)
    assert one.watch.visible_quarter < truth["level_before"] - truth["level_verified"]
    control = found[PLANTED[truth["control"]]["action"]]
    assert control.watch is not None
    assert not control.slid
    assert control.watch.slide is None


def test_the_real_effect_worked_and_the_placebo_did_not(found):
    real, placebo = PLANTED["real_effect"], PLANTED["placebo"]
    one = found[real["action"]]
    assert one.verdict is Verdict.WORKED
    assert one.effect.low < real["effect"] < one.effect.high
    assert one.effect.low > 4  # what was declared worthwhile
    assert one.guardrail.state is GuardrailState.STEADY
    assert one.regression is None
    other = found[placebo["action"]]
    assert other.verdict in (Verdict.NO_DIFFERENCE, Verdict.INCONCLUSIVE)
    assert max(abs(other.effect.low), abs(other.effect.high)) < placebo["smallest_effect"]
    assert other.regression is None
    assert other.watch is None


def test_the_bad_week_is_warned_of_and_is_no_baseline(found):
    truth = PLANTED["regression_to_the_mean"]
    one = found[truth["action"]]
    assert one.regression is not None
    first, last = truth["bad_week"]
    assert one.regression.worst_from <= last
    assert one.regression.worst < one.regression.ordinary - 20
    assert one.verdict not in (Verdict.WORKED, Verdict.IMPROVED)
    assert one.weeks.before[-1].last < first
    assert any("Regression to the mean" in reason for reason in words.reasons(one))
    assert [one.action.action_id for one in found.values() if one.regression] == [truth["action"]]


def test_what_is_not_over_has_no_verdict(found):
    for action_id in ("A-106", "A-109", "A-110"):
        assert found[action_id].verdict is None
        assert found[action_id].waiting
        assert found[action_id].ready_on > MORNING.now().date()


def test_the_effect_is_that_of_the_raw_files(found, company):
    """Difference in differences by hand: pooled shares of whole weeks, weekday levels before."""
    truth = PLANTED["real_effect"]
    one = found[truth["action"]]
    live = truth["live"]

    def change(touchpoint):
        days = company.days.filter(
            (pl.col("touchpoint_id") == touchpoint) & (pl.col("kpi") == truth["kpi"])
        ).with_columns(
            ((pl.col("day") - live).dt.total_days() // 7).alias("week"),
            pl.col("day").dt.weekday().alias("weekday"),
        )
        before = days.filter(pl.col("week").is_in([b.place for b in one.weeks.before]))
        after = days.filter(pl.col("week").is_in([b.place for b in one.weeks.after]))
        levels = {
            weekday: part["total"].sum() / part["n"].sum()
            for (weekday,), part in before.group_by("weekday")
        }
        expected = np.average(
            [levels[weekday] for weekday in after["weekday"]], weights=after["n"].to_numpy()
        )
        return 100 * (after["total"].sum() / after["n"].sum() - expected)

    by_hand = change(truth["touchpoint"]) - change(truth["comparison"])
    assert one.effect.value == pytest.approx(by_hand, abs=1e-6)
    # 4 weeks before the proposal and the outage's week are out, by hand too
    assert -9 not in [b.place for b in one.weeks.before]
    assert all(b.last < live for b in one.weeks.before)
    assert len(one.weeks.after) == 12


@pytest.mark.parametrize(
    ("changes", "state", "verdict"),
    [
        ({}, GuardrailState.WORSE, Verdict.INCONCLUSIVE),
        (
            {"touchpoint_id": "'chat'", "kpi": "'aht'", "guardrail": "'fcr_7d'"},
            GuardrailState.STEADY,
            Verdict.IMPROVED,
        ),
    ],
    ids=["watermelon", "the honest pair"],
)
def test_a_watermelon_is_no_win(demo, changes, state, verdict):
    catalog = load_catalog()
    row = MELON | changes
    database = Database(demo, MORNING, catalog)
    with database.write() as writer:
        writer.execute(f"insert into action ({', '.join(row)}) values ({', '.join(row.values())})")
    with database.read() as reader:
        one = evaluation(reader, catalog, "x-1")
    assert one.guardrail.state is state
    assert one.verdict is verdict
    assert (one.judgement.reasons[0] is Reason.GUARDRAIL_WORSE) == (state is GuardrailState.WORSE)


def test_wins_and_what_slid_back_from_the_command_line(cjm_here, demo_master):
    code, text = cjm_here("--db", demo_master, "actions", "wins")
    assert code == 0
    assert "A-102" in text
    assert "worked: FCR +" in text
    assert "A-103" not in text
    assert "A-101" not in text
    assert text.index("Billing") < text.index("Contact")
    code, text = cjm_here("--db", demo_master, "actions", "slid-back")
    assert "A-101" in text
    assert "SLID BACK: since 31 Aug" in text
    assert "A-102" not in text
    code, text = cjm_here("--db", demo_master, "actions", "verdicts")
    judged = {
        line.split()[0]: part.split("\n")[0] for part in text.split("\n\n")[1:]
        for line in part.split("\n") if line.startswith("  A-")
    }  # fmt: skip
    assert judged["A-102"] == judged["A-101"] == "worked"
    assert judged["A-103"] in ("inconclusive", "no material difference")
    assert "Regression to the mean" in text.split("A-104")[1].split("  A-")[0]
    code, text = cjm_here("--db", demo_master, "actions", "verify", "A-102", "--json")
    assert json.loads(text)["verdict"] == "worked"
    code, sql = cjm_here("--db", demo_master, "actions", "verify", "A-102", "--sql")
    code, rows = cjm_here("--db", demo_master, "sql", sql, "--format", "json")
    weekly, _ = json.JSONDecoder().raw_decode(rows)  # what follows is a line of diagnostics
    assert {row["touchpoint_id"] for row in weekly} == {"billing-call", "agent-call"}
    assert max(row["week_no"] for row in weekly) == 11  # twelve weeks after
