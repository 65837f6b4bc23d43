"""The few distributions that intervals need: Student t, beta, gamma and binomial, in plain Python.

Written for the first screen, which must not wait for scipy; the tests hold scipy beside it.
"""

import math
from functools import lru_cache

Z95 = 1.959963984540054  # 97.5 % point of the normal distribution
_TINY = 1e-300
_ENOUGH = 1e-15
_MOST_STEPS = 100_000


@lru_cache(maxsize=4096)
def t_quantile(freedom: float, tail: float = 0.025) -> float:
    """Return the point of Student's t that the share `tail` (below one half) lies above.

    Newton steps on the upper tail; from 200 degrees of freedom the Cornish-Fisher expansion
    (Abramowitz and Stegun 26.7.5), whose error there is below 1e-9.
    """
    z = normal_quantile(1.0 - tail)
    start = _t_expansion(z, freedom)
    if freedom >= 200:
        return start
    x = start
    for _ in range(200):
        upper = 0.5 * beta_cdf(freedom / 2, 0.5, freedom / (freedom + x * x))
        step = (upper - tail) / _t_density(x, freedom)
        x = x + step if x + step > 0 else x / 2
        if abs(step) <= 1e-13 * x:
            break
    return x


def _t_expansion(z: float, freedom: float) -> float:
    z2 = z * z
    first = z * (z2 + 1) / 4
    second = z * (5 * z2 * z2 + 16 * z2 + 3) / 96
    third = z * (3 * z2**3 + 19 * z2 * z2 + 17 * z2 - 15) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3


def _t_density(x: float, freedom: float) -> float:
    logarithm = (
        math.lgamma((freedom + 1) / 2)
        - math.lgamma(freedom / 2)
        - 0.5 * math.log(freedom * math.pi)
        - (freedom + 1) / 2 * math.log1p(x * x / freedom)
    )
    return math.exp(logarithm)


def normal_cdf(x: float) -> float:
    """Return the share of the standard normal distribution below x."""
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


@lru_cache(maxsize=256)
def normal_quantile(share: float) -> float:
    """Return the point of the standard normal that `share` lies below, 0 < share < 1."""
    if share > 0.5:
        return -normal_quantile(1.0 - share)
    root = math.sqrt(-2.0 * math.log(share))
    x = -(root - (2.30753 + 0.27061 * root) / (1 + 0.99229 * root + 0.04481 * root * root))
    for _ in range(50):
        density = math.exp(-x * x / 2) / math.sqrt(2 * math.pi)
        ratio = (normal_cdf(x) - share) / density
        step = ratio / (1 + x * ratio / 2)  # Halley: the second derivative is -x times the first
        x -= step
        if abs(step) < 1e-14:
            break
    return x


def beta_cdf(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b), by its continued fraction."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    logarithm = (
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return math.exp(logarithm) * _beta_fraction(a, b, x) / a
    return 1.0 - math.exp(logarithm) * _beta_fraction(b, a, 1 - x) / b


def _beta_fraction(a: float, b: float, x: float) -> float:
    """Evaluate the continued fraction of DLMF 8.17.22 by the modified Lentz method."""
    below = _nonzero(1.0 - (a + b) * x / (a + 1))
    d = 1.0 / below
    c = 1.0
    value = d
    for m in range(1, _MOST_STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1.0 / _nonzero(1.0 + even * d)
        c = _nonzero(1.0 + even / c)
        value *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1.0 / _nonzero(1.0 + odd * d)
        c = _nonzero(1.0 + odd / c)
        value *= d * c
        if abs(d * c - 1.0) < _ENOUGH:
            break
    return value


def _nonzero(x: float) -> float:
    return x if abs(x) > _TINY else _TINY


def binomial_cdf(k: int, n: int, share: float) -> float:
    """Return the probability of at most k successes among n."""
    if k < 0:
        return 0.0
    if k >= n:
        return 1.0
    return beta_cdf(n - k, k + 1, 1.0 - share)


def gamma_cdf(a: float, x: float) -> float:
    """Return the regularised lower incomplete gamma function P(a, x)."""
    if x <= 0:
        return 0.0
    scale = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        return scale * _gamma_series(a, x)
    return 1.0 - scale * _gamma_fraction(a, x)


def _gamma_series(a: float, x: float) -> float:
    term = total = 1.0 / a
    for m in range(1, _MOST_STEPS):
        term *= x / (a + m)
        total += term
        if term < total * _ENOUGH:
            break
    return total


def _gamma_fraction(a: float, x: float) -> float:
    """Evaluate the continued fraction of DLMF 8.9.2 by the modified Lentz method."""
    b = x + 1.0 - a
    c = 1.0 / _TINY
    d = 1.0 / _nonzero(b)
    value = d
    for m in range(1, _MOST_STEPS):
        part = -m * (m - a)
        b += 2.0
        d = 1.0 / _nonzero(part * d + b)
        c = _nonzero(b + part / c)
        value *= d * c
        if abs(d * c - 1.0) < _ENOUGH:
            break
    return value


def gamma_quantile(a: float, share: float) -> float:
    """Return x with P(a, x) = share; half of a chi-square quantile of 2a degrees of freedom.

    Starts at the Wilson-Hilferty cube and takes Newton steps; beyond a = 1e5 the start alone is
    within 1e-9 of its own size at 95 %.
    """
    cube = 0.0
    if a > 0.01:
        cube = 1 - 1 / (9 * a) + normal_quantile(share) / (3 * math.sqrt(a))
    x = a * cube**3
    if a > 1e5:
        return x
    if cube <= 0.1:
        x = math.exp((math.log(share) + math.lgamma(a + 1)) / a)  # P(a, x) ~ x^a / Gamma(a + 1)
    if x <= _TINY:
        return 0.0
    for _ in range(200):
        density = math.exp((a - 1) * math.log(x) - x - math.lgamma(a))
        step = (gamma_cdf(a, x) - share) / max(density, _TINY)
        x = x - step if x - step > 0 else x / 2
        if abs(step) <= 1e-13 * x:
            break
    return x
