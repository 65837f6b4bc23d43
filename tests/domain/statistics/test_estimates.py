"""Values as they are shown: in the KPI's unit, with an interval, or not at all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cjm_tui.domain.kpi import Measure, Tally, Unit
from cjm_tui.domain.statistics.estimates import estimate, quantile_estimate
from cjm_tui.domain.statistics.intervals import wilson
from cjm_tui.domain.statistics.measures import total_of
from tests.domain.statistics.histories import kpi, mean, share

TALLIES = st.builds(
    lambda n, part, p, d, value, spread, weight: Tally(
        n=n,
        sum=value * n,
        sum_sq=(value * value + spread * spread) * n,
        promoters=round(n * p * part),
        detractors=round(n * d * (1 - part)),
        weight=weight,
    ),
    st.integers(0, 50_000),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0, 3),
    st.just(0.0) | st.floats(1e-3, 1e5),
)


def test_a_share_is_shown_in_percent_with_its_denominator():
    found = estimate(kpi(), share(472, 1502))
    assert found.value == pytest.approx(31.42, abs=0.01)
    assert (round(found.low, 1), round(found.high, 1)) == (29.1, 33.8)
    assert (found.n, found.numerator, found.denominator) == (1502, 472, 1502)


@pytest.mark.parametrize(("n", "shown"), [(8, False), (9, False), (10, True)])
def test_below_ten_rows_there_is_no_value(n, shown):
    found = estimate(kpi(), share(n - 1, n))
    assert (found.value is not None) is shown
    assert (found.low is not None) is shown
    assert (found.n, found.numerator, found.denominator) == (n, n - 1, n)


def test_the_minimum_is_the_sites():
    assert estimate(kpi(), share(20, 25), minimum=30).value is None
    assert estimate(kpi(), share(0, 0), minimum=0).value is None


@pytest.mark.parametrize(
    ("measure", "n", "coloured"),
    [
        (Measure.PROPORTION, 9, False),
        (Measure.PROPORTION, 29, False),
        (Measure.PROPORTION, 30, True),
        (Measure.NPS, 99, False),
        (Measure.NPS, 100, True),
    ],
)
def test_colour_needs_thirty_rows_and_a_hundred_for_an_nps(measure, n, coloured):
    tally = Tally(n=n, sum=n / 2, sum_sq=n / 2, promoters=n // 2, detractors=n // 4)
    assert estimate(kpi(measure), tally).coloured is coloured


def test_a_suppressed_value_is_never_coloured():
    assert not estimate(kpi(), share(20, 40), minimum=50).coloured


def test_a_mean_in_seconds_agrees_with_scipy():
    values = np.random.default_rng(2).gamma(2.0, 150.0, 400)
    found = estimate(kpi(Measure.MEAN), mean(values.tolist()))
    low, high = stats.t.interval(0.95, 399, values.mean(), stats.sem(values))
    assert (found.value, found.low, found.high) == pytest.approx((values.mean(), low, high))


def test_a_mean_whose_source_gave_no_squares_has_a_value_without_interval():
    found = estimate(kpi(Measure.MEAN), Tally(n=500, sum=90_000.0))
    assert (found.value, found.low, found.high) == (180.0, None, None)


def test_an_nps_runs_from_minus_to_plus_a_hundred():
    found = estimate(kpi(Measure.NPS), Tally(n=200, promoters=40, detractors=120))
    assert (found.value, found.numerator, found.denominator) == (-40.0, -80, 200)
    assert found.low == pytest.approx(-51.09, abs=0.01)
    assert found.high == pytest.approx(-28.91, abs=0.01)


def test_a_rate_is_shown_per_thousand_customers():
    found = estimate(kpi(Measure.RATE), Tally(n=30, sum=12, weight=8_000))
    assert found.value == pytest.approx(1.5)
    assert found.low == pytest.approx(stats.chi2.ppf(0.025, 24) / 2 / 8, rel=1e-6)
    assert found.high == pytest.approx(stats.chi2.ppf(0.975, 26) / 2 / 8, rel=1e-6)
    assert (found.numerator, found.denominator) == (12, 8_000)


def test_a_rate_without_exposure_has_no_value():
    assert estimate(kpi(Measure.RATE), Tally(n=30, sum=12)).value is None


def test_a_ratio_takes_its_interval_from_its_days():
    days = [Tally(n=50, sum=70.0 + day % 5, sum_sq=1.0, weight=50.0) for day in range(28)]
    total = total_of(days)
    alone = estimate(kpi(Measure.RATIO), total)
    assert alone.value == pytest.approx(total.sum / total.weight)
    assert (alone.low, alone.high) == (None, None)
    found = estimate(kpi(Measure.RATIO), total, days=days)
    assert found.low < found.value < found.high


def test_a_ratio_of_equal_weights_has_the_interval_of_the_mean_of_its_days():
    sums = [70.0, 74.0, 69.0, 71.0, 77.0, 66.0, 72.0, 73.0, 70.0]
    days = [Tally(n=50, sum=s, weight=50.0) for s in sums]
    found = estimate(kpi(Measure.RATIO), total_of(days), days=days)
    ratios = np.array(sums) / 50
    low, high = stats.t.interval(0.95, 8, ratios.mean(), stats.sem(ratios))
    assert (found.low, found.high) == pytest.approx((low, high))


@given(st.sampled_from(list(Measure)), TALLIES)
def test_every_shown_value_lies_within_its_interval_and_within_the_possible(measure, tally):
    found = estimate(kpi(measure), tally)
    for number in (found.value, found.low, found.high):
        assert number is None or number == number  # never NaN
    if found.value is None:
        assert found.low is None
        assert found.high is None
    if found.low is not None:
        assert found.low <= found.value <= found.high
        if measure in (Measure.PROPORTION, Measure.NPS):
            assert -100 * (measure is Measure.NPS) <= found.low
            assert found.high <= 100
        if measure is not Measure.NPS:
            assert found.low >= 0


def test_a_quantile_has_no_value_in_a_tally_and_one_from_its_rows():
    p90 = kpi(Measure.QUANTILE, quantile=0.9)
    assert estimate(p90, Tally(n=500, sum=1.0)).value is None
    rows = list(range(1, 501))
    found = quantile_estimate(p90, rows)
    assert found.value == pytest.approx(np.quantile(rows, 0.9))
    assert found.low < found.value < found.high
    assert (found.n, found.numerator, found.denominator) == (500, None, 500)


def test_a_median_is_the_default_and_too_few_rows_give_none():
    assert quantile_estimate(kpi(Measure.QUANTILE), list(range(11))).value == 5
    assert quantile_estimate(kpi(Measure.QUANTILE), list(range(9))).value is None
    assert quantile_estimate(kpi(Measure.QUANTILE, quantile=0.9), list(range(35))).value is None


def test_a_ratio_of_nothing():
    assert estimate(kpi(Measure.RATIO), Tally()).value is None


def test_a_unit_without_a_scale_is_left_as_it_is():
    tally = Tally(n=100, sum=30, sum_sq=30)
    assert estimate(kpi(unit=Unit.SCORE), tally).value == pytest.approx(0.3)
    assert estimate(kpi(unit=Unit.SCORE), tally).low == pytest.approx(wilson(30, 100).low)
