"""Two values compared: against the formulas and libraries that know only one measure each."""

import math

import numpy as np
import pytest
from scipy import stats

from cjm_tui.domain.kpi import DayTally, Measure, Tally, Unit
from cjm_tui.domain.statistics.difference import contrast, day_spread
from cjm_tui.domain.statistics.estimates import estimate
from cjm_tui.domain.statistics.intervals import two_proportions
from cjm_tui.domain.statistics.measures import total_of
from tests.domain.statistics.histories import FIRST, kpi, mean, percents, share

SHARE = kpi()


def day(place, tally, **more):
    from datetime import timedelta

    return DayTally(FIRST + timedelta(days=place), tally, **more)


def test_of_two_shares_it_is_newcombes_interval():
    found = contrast(estimate(SHARE, share(56, 70)), estimate(SHARE, share(48, 80)))
    known = two_proportions(48, 80, 56, 70)
    assert found == pytest.approx((100 * known.difference, 100 * known.low, 100 * known.high))


def test_of_two_nps_it_is_the_sum_of_their_variances():
    nps = kpi(Measure.NPS)
    one, two = Tally(n=200, promoters=90, detractors=60), Tally(n=300, promoters=120, detractors=50)
    found = contrast(estimate(nps, one), estimate(nps, two))
    variance = sum(
        (p + d - (p - d) ** 2) / n for p, d, n in ((0.45, 0.3, 200), (0.4, 50 / 300, 300))
    )
    half = 100 * stats.norm.ppf(0.975) * math.sqrt(variance)
    assert found.difference == pytest.approx(15.0 - 70 / 3)
    assert (found.low, found.high) == pytest.approx(
        (found.difference - half, found.difference + half)
    )


def test_of_two_means_it_is_nearly_welchs():
    rng = np.random.default_rng(3)
    wait = kpi(Measure.MEAN, unit=Unit.SECONDS)
    one, two = rng.exponential(60, 400), rng.exponential(45, 250)
    found = contrast(estimate(wait, mean(one)), estimate(wait, mean(two)))
    welch = stats.ttest_ind(one, two, equal_var=False).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((welch.low, welch.high), rel=0.01)


def test_without_an_interval_there_is_none():
    assert contrast(estimate(SHARE, share(5, 9)), estimate(SHARE, share(50, 90))) is None


def test_days_that_vary_by_counting_alone_widen_nothing_much():
    rng = np.random.default_rng(5)
    days = [day(d, share(float(rng.binomial(300, 0.4)), 300)) for d in range(56)]
    assert 1.0 <= day_spread(SHARE, days) < 1.25


def test_a_weekly_pattern_is_no_noise():
    days = percents([40, 42, 44, 46, 48, 60, 70] * 8, n=200)
    assert day_spread(SHARE, days) == 1.0


def test_days_that_go_up_and_down_together_widen_the_interval():
    days = percents([40, 60] * 28, n=400)  # 20 points where counting explains 5
    assert day_spread(SHARE, days) == pytest.approx(10 / math.sqrt(0.5 * 0.5 / 400) / 100, rel=0.1)


def test_left_out_and_open_days_and_old_ones_do_not_count():
    calm = percents([50] * 60, n=100)
    odd = [day(60, share(0, 100), excluded="incident"), day(61, share(0, 100), provisional=True)]
    old = [day(-9, share(0, 100))]
    assert day_spread(SHARE, old + calm + odd) == 1.0


def test_too_few_days_tell_nothing():
    assert day_spread(SHARE, percents([10, 90] * 6, n=500)) == 1.0


@pytest.mark.parametrize("noise", [0.0, 0.06])
def test_nothing_changed_is_called_sure_in_about_one_comparison_of_twenty(noise):
    """Two stretches of 28 days of one process; `noise` is what whole days vary by."""
    rng = np.random.default_rng(11)
    sure = narrow = 0
    for _ in range(600):
        levels = np.clip(rng.normal(0.4, noise, 56), 0.02, 0.98)
        days = [day(d, share(float(rng.binomial(150, p)), 150)) for d, p in enumerate(levels)]
        then, now = (
            estimate(SHARE, total_of(d.tally for d in half)) for half in (days[:28], days[28:])
        )
        found = contrast(now, then, day_spread(SHARE, days))
        sure += found.low > 0 or found.high < 0
        plain = contrast(now, then)
        narrow += plain.low > 0 or plain.high < 0
    assert 0.02 <= sure / 600 <= 0.08
    assert noise == 0.0 or narrow / 600 > 0.15
