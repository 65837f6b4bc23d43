"""What is planted in the scores is there, and its controls are flat."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.sample_data.independent import BASELINE, FINAL, FIRST, LAST, RECENT, Company

PLANTED = tomllib.loads((Path(__file__).parents[2] / "sample_data" / "planted.toml").read_text())
CHANGED = [(name, truth["kpi"], truth["signal"]) for name, truth in PLANTED["signals"].items()]
LOWER_IS_BETTER = {"repeat_7d", "abandon_rate", "aht"}


def test_the_watermelon_is_green_outside_and_red_inside(company, planted):
    truth = planted["watermelon"]
    output, outcome = truth["output"], truth["outcome"]
    assert company.change("ivr", output["kpi"]) > output["at_least"]
    assert company.change("ivr", outcome["kpi"]) > outcome["at_least"]
    assert company.level("ivr", "repeat_7d", *RECENT).value > 25  # its standard of good
    open_days = [FINAL - timedelta(days=back) for back in range(outcome["open_days"])]
    base = company.level("ivr", "repeat_7d", *BASELINE).value
    days = company.rows("ivr", "repeat_7d")
    above = [
        day["total"] / day["n"] * 100 > base
        for day in days.filter(days["day"].is_in(open_days)).to_dicts()
    ]
    assert len(above) == len(open_days)
    assert all(above)


def test_the_watermelon_comes_slowly_and_was_not_there_before(company, planted):
    begins = planted["watermelon"]["begins"]
    for kpi in ("ivr_containment", "repeat_7d"):
        base = company.level("ivr", kpi, *BASELINE)
        before = company.level("ivr", kpi, begins - timedelta(days=56), begins)
        half = company.level("ivr", kpi, begins, planted["watermelon"]["full"])
        assert abs(before.value - base.value) < 3
        assert base.value + 2 < half.value < company.level("ivr", kpi, *RECENT).value


def test_the_honest_pair_beside_it_is_green_through_and_through(company, planted):
    truth = planted["honest"]
    assert -company.change("chat", "aht") > truth["output"]["at_least"]
    assert company.change("chat", "fcr_7d") > truth["outcome"]["at_least"]
    assert company.change("chat", "repeat_7d") < 0


@pytest.mark.parametrize(("touchpoint", "kpi", "signal"), CHANGED)
def test_planted_signals_are_far_outside_chance(company, touchpoint, kpi, signal):
    base, now = company.level(touchpoint, kpi, *BASELINE), company.level(touchpoint, kpi, *RECENT)
    good = (now.value > base.value) == (kpi not in LOWER_IS_BETTER)
    assert ("better" if good else "worse") == signal
    assert abs(now.value - base.value) > 4 * np.hypot(base.error, now.error)


@pytest.mark.parametrize(("touchpoint", "kpi"), PLANTED["stable"].items())
def test_nothing_happens_where_nothing_is_planted(company, touchpoint, kpi):
    now = company.level(touchpoint, kpi, *RECENT)
    whole = company.level(touchpoint, kpi, FIRST, LAST)
    assert abs(now.value - whole.value) < 2.2 * now.error
    assert abs(company.change(touchpoint, kpi)) < 2.5 * now.error
    first = date(2025, 10, 20)
    for start in (first + timedelta(days=28 * block) for block in range(14)):
        block = company.level(touchpoint, kpi, start, start + timedelta(days=27))
        bad_week = touchpoint == "help-email" and start.month in (5, 6)
        assert bad_week or abs(block.value - whole.value) < 3.2 * block.error, start


def test_the_noisy_line_swings_by_the_day_and_stays_where_it_is(company, planted):
    truth = planted["noisy_but_stable"]

    def swing(touchpoint: str) -> float:
        """Return how much wider its days are spread than counting alone explains."""
        days = company.rows(touchpoint, truth["kpi"])
        share = (days["total"] / days["n"]).to_numpy()
        mean = days["total"].sum() / days["n"].sum()
        return float(share.var() / np.mean(mean * (1 - mean) / days["n"].to_numpy()))

    assert swing(truth["touchpoint"]) > 2
    assert swing(truth["control"]) < 1.5
    assert abs(company.change(truth["touchpoint"], truth["kpi"])) < 4


def test_the_verified_action_slid_back_and_the_real_effect_did_not(company, planted):
    slid = planted["slid_back"]
    at = (slid["touchpoint"], slid["kpi"])
    before = company.level(*at, FIRST, slid["live"] - timedelta(days=1))
    verified = company.level(*at, slid["live"], slid["verified"])
    now = company.level(*at, *RECENT)
    assert before.value == pytest.approx(slid["level_before"], abs=2)
    assert verified.value == pytest.approx(slid["level_verified"], abs=2)
    assert now.value - verified.value > 4 * np.hypot(now.error, verified.error)
    assert abs(now.value - before.value) < 3
    real = planted["real_effect"]
    held = company.level("billing-call", "fcr_7d", real["live"], real["live"] + timedelta(days=83))
    assert abs(company.level("billing-call", "fcr_7d", *RECENT).value - held.value) < 5


def _difference_in_differences(company: Company, truth: dict) -> tuple[float, float]:
    """Return the effect against the comparison touchpoint, by 12 weeks each, and its error."""
    live, span = truth["live"], timedelta(days=84)
    gaps = []
    for first in (live - span, live):
        pair = [
            company.weekly(touchpoint, truth["kpi"], first, first + span)
            for touchpoint in (truth["touchpoint"], truth["comparison"])
        ]
        gaps.append(pair[0] - pair[1])
    error = np.hypot(*(gap.std(ddof=1) / len(gap) ** 0.5 for gap in gaps))
    return float(gaps[1].mean() - gaps[0].mean()), float(error)


def test_the_real_effect_stands_against_its_comparison(company, planted):
    effect, error = _difference_in_differences(company, planted["real_effect"])
    assert effect == pytest.approx(planted["real_effect"]["effect"], abs=5)
    assert effect > 4 * error


def test_the_placebo_lies_within_the_smallest_worthwhile_effect(company, planted):
    truth = planted["placebo"]
    effect, error = _difference_in_differences(company, truth)
    assert abs(effect) + 1.96 * error < truth["smallest_effect"]


def test_the_bad_week_mended_itself(company, planted):
    truth = planted["regression_to_the_mean"]
    first, last = truth["bad_week"]
    at = (truth["touchpoint"], truth["kpi"])
    before = company.level(*at, first - timedelta(days=56), first - timedelta(days=1))
    bad = company.level(*at, first, last)
    after = company.level(*at, truth["live"], truth["live"] + timedelta(days=55))
    assert bad.value < before.value - 20
    assert after.value > bad.value + 20  # what looks like an effect …
    assert abs(after.value - before.value) < 5  # … and is none


def test_the_outage_is_far_worse_on_its_days_and_touchpoints_only(company, planted):
    truth = planted["outage"]
    first, last = truth["days"]
    query = (
        "select 100 * sum(total) / sum(n) from value where touchpoint_id = '{}' "
        "and kpi = 'abandon_rate' and day between '{}' and '{}'"
    )
    for touchpoint in truth["touchpoints"]:
        usual = company.level(touchpoint, "abandon_rate", FIRST, LAST).value
        assert company.one(query.format(touchpoint, first, last))[0] > 3 * usual
    usual = company.level(truth["control"], "abandon_rate", FIRST, LAST).value
    assert company.one(query.format(truth["control"], first, last))[0] < 3 * usual


def test_the_shop_has_too_few_answers_to_say(company, planted):
    assert company.level("shop-visit", "csat", *RECENT).n == planted["too_few"]["n_last_28_days"]
    assert company.level("repair-visit", "csat", *RECENT).n > 100
