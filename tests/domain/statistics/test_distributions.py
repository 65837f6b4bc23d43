"""Our own distributions beside scipy's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from cjm_tui.domain.statistics import distributions as own


@pytest.mark.parametrize("tail", [0.1, 0.05, 0.025, 0.005, 0.0005])
def test_student_t_quantile_agrees_for_every_small_and_some_large_samples(tail):
    for freedom in [*range(1, 251), 999, 10_000, 1_000_000]:
        assert own.t_quantile(freedom, tail) == pytest.approx(stats.t.isf(tail, freedom), rel=1e-7)


@given(st.floats(0.5, 1e6), st.floats(1e-5, 0.5, exclude_max=True))
def test_student_t_quantile_agrees_for_fractional_freedom(freedom, tail):
    assert own.t_quantile(freedom, tail) == pytest.approx(
        stats.t.isf(tail, freedom), rel=1e-6, abs=1e-9
    )


@given(st.floats(1e-9, 1 - 1e-9))
def test_normal_quantile_agrees(share):
    assert own.normal_quantile(share) == pytest.approx(stats.norm.ppf(share), rel=1e-9, abs=1e-9)


@given(st.floats(0.05, 5e6), st.sampled_from([0.025, 0.1, 0.5, 0.9, 0.975]))
def test_gamma_quantile_agrees(shape, share):
    expected = stats.gamma.ppf(share, shape)
    assert own.gamma_quantile(shape, share) == pytest.approx(expected, rel=1e-6, abs=1e-12)


def test_gamma_quantile_of_almost_no_events_is_zero_not_an_error():
    assert own.gamma_quantile(0.001, 0.025) == 0.0


@given(st.floats(0.1, 1e5), st.floats(0.1, 1e5), st.floats(0, 1))
def test_beta_distribution_agrees(a, b, x):
    assert own.beta_cdf(a, b, x) == pytest.approx(special.betainc(a, b, x), abs=1e-8)


@given(st.integers(1, 200_000), st.floats(0, 1), st.floats(0.01, 0.99))
def test_binomial_distribution_agrees(n, part, share):
    k = round(n * part)
    assert own.binomial_cdf(k, n, share) == pytest.approx(stats.binom.cdf(k, n, share), abs=1e-8)
    assert own.binomial_cdf(-1, n, share) == 0.0
    assert own.binomial_cdf(n, n, share) == 1.0
