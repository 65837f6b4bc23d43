"""The bootstrap interval of a ratio, always the same for the same rows."""

import random
from collections.abc import Sequence

from cjm_tui.domain.kpi import Estimate, Kpi, Tally
from cjm_tui.domain.statistics.estimates import MINIMUM_ROWS, stated
from cjm_tui.domain.statistics.intervals import TAIL, Interval, quantile_of
from cjm_tui.domain.statistics.measures import value_of

RESAMPLES = 2_000
_MOST_BLOCKS = 400


def ratio_bootstrap(
    rows: Sequence[tuple[float, float]], *, resamples: int = RESAMPLES, seed: int = 20
) -> Interval:
    """Return the percentile interval of Σ value / Σ weight over rows of (value, weight).

    More than 400 rows are first dealt at random into 400 blocks, which are then resampled; sums
    of rows dealt at random vary as the rows do. A resample without weight is drawn again.
    Raises ValueError where no row has a positive weight.
    """
    if not any(weight > 0 for _, weight in rows):
        raise ValueError("a ratio needs a row with a positive weight")
    chance = random.Random(seed)
    order = list(range(len(rows)))
    chance.shuffle(order)
    blocks = [(0.0, 0.0)] * min(len(rows), _MOST_BLOCKS)
    for place, row in enumerate(order):
        value, weight = rows[row]
        slot = place % len(blocks)
        blocks[slot] = (blocks[slot][0] + value, blocks[slot][1] + weight)
    ratios: list[float] = []
    while len(ratios) < resamples:
        drawn = chance.choices(blocks, k=len(blocks))
        below = sum(weight for _, weight in drawn)
        if below > 0:
            ratios.append(sum(value for value, _ in drawn) / below)
    ratios.sort()
    return Interval(quantile_of(ratios, TAIL), quantile_of(ratios, 1 - TAIL))


def ratio_estimate(
    kpi: Kpi, rows: Sequence[tuple[float, float]], *, minimum: int = MINIMUM_ROWS
) -> Estimate:
    """Return a ratio from its rows of (value, weight), in the KPI's unit."""
    tally = Tally(n=len(rows), sum=sum(v for v, _ in rows), weight=sum(w for _, w in rows))
    value = value_of(kpi, tally)
    if value is None or tally.n < max(1, minimum):
        return stated(kpi, tally, None, None)
    low, high = ratio_bootstrap(rows)
    return stated(kpi, tally, value, Interval(kpi.scale * low, kpi.scale * high))
