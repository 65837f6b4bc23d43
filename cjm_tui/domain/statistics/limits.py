"""XmR: limits from the mean moving range, as on NHS England's "plot the dots" charts."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

RANGE_TO_LIMIT = 2.66  # 3 / 1.128
RANGE_TO_SIGMA = 1 / 1.128  # mean range of two normal values is 1.128 sigma
RANGE_LIMIT = 3.267


class Xmr(NamedTuple):
    """The centre of a stable stretch and its mean moving range."""

    mean: float
    mean_range: float


def xmr(values: Sequence[float]) -> Xmr:
    """Return mean and mean moving range of two values or more.

    Moving ranges of 3.267 times their mean and more are dropped, once, and the mean recomputed.
    """
    ranges = [abs(after - before) for before, after in pairwise(values)]
    first = sum(ranges) / len(ranges)
    kept = [r for r in ranges if r < RANGE_LIMIT * first] or ranges
    return Xmr(sum(values) / len(values), sum(kept) / len(kept))
