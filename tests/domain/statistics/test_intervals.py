"""Intervals beside scipy's, worked cases of the design, and properties that must hold for all."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cjm_tui.domain.statistics.intervals import (
    clustered_ratio,
    mean_interval,
    nps_interval,
    paired_difference,
    poisson_interval,
    quantile_interval,
    quantile_of,
    sample_variance,
    two_proportions,
    wilson,
)


def test_nine_of_ten_is_sixty_to_ninety_eight_percent():
    low, high = wilson(9, 10)
    assert (round(100 * low), round(100 * high)) == (60, 98)


@pytest.mark.parametrize("n", [1, 2, 10, 29, 100, 1502, 100_000])
def test_wilson_agrees_with_scipy(n):
    for successes in {0, 1, n // 3, n // 2, n - 1, n}:
        expected = stats.binomtest(successes, n).proportion_ci(method="wilson")
        assert wilson(successes, n) == pytest.approx((expected.low, expected.high), abs=1e-9)


@given(st.integers(1, 10**6), st.floats(0, 1))
def test_wilson_holds_the_share_and_stays_within_zero_and_one(n, part):
    successes = round(n * part)
    low, high = wilson(successes, n)
    assert 0 <= low <= successes / n <= high <= 1
    assert low < high


@given(st.integers(1, 300), st.integers(1, 300), st.integers(2, 50))
def test_wilson_narrows_as_rows_are_added_at_the_same_share(successes, failures, times):
    few = wilson(successes, successes + failures)
    many = wilson(successes * times, (successes + failures) * times)
    assert many.high - many.low < few.high - few.low


@given(st.lists(st.floats(0, 5000), min_size=2, max_size=60))
def test_mean_interval_agrees_with_scipy(values):
    n, total, squares = len(values), sum(values), sum(v * v for v in values)
    interval = mean_interval(n, total, squares)
    assert interval is not None
    sem = float(np.std(values, ddof=1)) / math.sqrt(n)
    half = float(stats.t.ppf(0.975, n - 1)) * sem
    slack = 1e-4 * max(1.0, *values)  # sums of squares of equal values cancel
    assert interval.low == pytest.approx(total / n - half, abs=slack)
    assert interval.high == pytest.approx(total / n + half, abs=slack)
    assert interval.low <= total / n <= interval.high


def test_mean_of_one_value_or_without_squares_has_no_interval():
    assert mean_interval(1, 5.0, 25.0) is None
    assert mean_interval(100, 500.0, 0.0) is None
    assert sample_variance(100, 500.0, 0.0) is None


def test_equal_values_have_no_variance_although_sums_are_rounded():
    assert sample_variance(3, 0.1 * 3, 0.1 * 0.1 * 3) == pytest.approx(0.0, abs=1e-15)


def test_nps_by_the_formula_of_the_design():
    # 60 promoters and 25 detractors of 120: 29.17 ± 196 √((0.5 + 0.2083 − 0.2917²)/120)
    half = 196 * math.sqrt((60 / 120 + 25 / 120 - (35 / 120) ** 2) / 120)
    assert nps_interval(120, 60, 25) == pytest.approx(
        (100 * 35 / 120 - half, 100 * 35 / 120 + half), abs=1e-3
    )


@given(st.integers(1, 5000), st.floats(0, 1), st.floats(0, 1))
def test_nps_stays_within_its_scale_and_always_has_a_width(n, first, second):
    promoters = round(n * first)
    detractors = round((n - promoters) * second)
    low, high = nps_interval(n, promoters, detractors)
    assert -100 <= low <= 100 * (promoters - detractors) / n <= high <= 100
    assert low < high


def test_ten_promoters_of_ten_are_not_certain():
    low, high = nps_interval(10, 10, 0)
    assert high == 100
    assert low == pytest.approx(100 * wilson(10, 10).low)


@pytest.mark.parametrize("events", [0, 1, 2, 7, 30, 1000, 250_000])
def test_poisson_rate_is_garwoods(events):
    expected_low = stats.chi2.ppf(0.025, 2 * events) / 2 if events else 0.0
    expected_high = stats.chi2.ppf(0.975, 2 * events + 2) / 2
    assert poisson_interval(events, 8.0) == pytest.approx(
        (expected_low / 8, expected_high / 8), rel=1e-6
    )


@given(st.integers(0, 10_000), st.floats(0.1, 1e6))
def test_poisson_rate_holds_the_rate(events, exposure):
    low, high = poisson_interval(events, exposure)
    assert 0 <= low <= events / exposure < high


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=200).map(sorted),
    st.sampled_from([0.5, 0.8, 0.9, 0.95]),
)
def test_quantile_interval_holds_the_quantile_and_95_percent(values, share):
    assert quantile_of(values, share) == pytest.approx(
        float(np.quantile(values, share)), rel=1e-9, abs=1e-6
    )
    interval = quantile_interval(values, share)
    n = len(values)
    reachable = stats.binom.cdf(0, n, share) <= 0.025 and stats.binom.sf(n - 1, n, share) <= 0.025
    assert (interval is not None) == reachable
    if interval is not None:
        assert values[0] <= interval.low <= quantile_of(values, share) <= interval.high
        assert interval.high <= values[-1]


@pytest.mark.parametrize(("n", "share"), [(36, 0.9), (100, 0.5), (101, 0.9), (3000, 0.95)])
def test_quantile_ranks_are_the_closest_with_95_percent(n, share):
    interval = quantile_interval(range(1, n + 1), share)
    assert interval is not None
    low, high = interval
    below = stats.binom.cdf(low - 1, n, share)
    above = stats.binom.sf(high - 1, n, share)
    assert below <= 0.025 < stats.binom.cdf(low, n, share)
    assert above <= 0.025 < stats.binom.sf(high - 2, n, share)


def test_thirty_five_rows_cannot_bound_a_ninetieth_percentile():
    assert quantile_interval(range(35), 0.9) is None
    assert quantile_interval(range(36), 0.9) is not None


def test_clustered_ratio_covers_the_truth_although_days_differ():
    rng = np.random.default_rng(11)
    covered = 0
    for _ in range(400):
        weights = rng.integers(20, 60, 28).astype(float)
        day = rng.normal(1.4, 0.2, 28)  # a day's own ratio: rows of one day are alike
        sums = weights * day + rng.normal(0, np.sqrt(weights))
        interval = clustered_ratio(sums.tolist(), weights.tolist())
        assert interval is not None
        covered += interval.low <= 1.4 <= interval.high
    assert 0.92 <= covered / 400 <= 0.98


def test_clustered_ratio_needs_eight_blocks():
    assert clustered_ratio([1.0] * 7, [2.0] * 7) is None
    assert clustered_ratio([0.0] * 9, [0.0] * 9) is None


def test_two_proportions_by_the_formula_of_the_design():
    found = two_proportions(30, 100, 45, 120)
    pooled = 75 / 220
    z = (0.375 - 0.30) / math.sqrt(pooled * (1 - pooled) * (1 / 100 + 1 / 120))
    assert found.z == pytest.approx(z)
    chi2 = stats.chi2_contingency([[30, 70], [45, 75]], correction=False)
    assert found.p == pytest.approx(chi2.pvalue)
    assert found.difference == pytest.approx(0.075)
    assert found.low < found.difference < found.high


def test_newcombes_own_worked_example():
    # Newcombe 1998, method 10, example (a): 56 of 70 against 48 of 80 → 0.0524 to 0.3339
    found = two_proportions(48, 80, 56, 70)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_no_success_in_either_group_is_no_difference():
    found = two_proportions(0, 40, 0, 60)
    assert (found.difference, found.z, found.p) == (0, 0, 1)


def test_paired_shares_compared_as_in_the_textbook():
    # Agresti, Categorical Data Analysis, approval of the same 1,600 people asked twice: 150 changed
    # one way, 86 the other; 0.04 with the 95 % interval 0.021 to 0.059.
    low, high = paired_difference(150, 86, 1600)
    assert (round(low, 3), round(high, 3)) == (0.021, 0.059)


def test_paired_shares_that_never_differ_still_have_an_interval_around_zero():
    low, high = paired_difference(0, 0, 10)
    assert low == -high < 0
    assert paired_difference(10, 0, 10)[1] <= 1.0
    flipped = paired_difference(3, 7, 20)
    assert tuple(paired_difference(7, 3, 20)) == pytest.approx((-flipped[1], -flipped[0]))
