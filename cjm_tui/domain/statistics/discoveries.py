"""Many comparisons at once: which of them are discoveries, and one of two rates by their counts."""

from collections.abc import Sequence

from cjm_tui.domain.statistics.distributions import beta_cdf

FALSE_SHARE = 0.10  # of the discoveries, how many may be false on average


def discoveries(p_values: Sequence[float], false_share: float = FALSE_SHARE) -> list[int]:
    """Return the places of the p-values that are discoveries (Benjamini and Hochberg 1995).

    On average no more than `false_share` of them are false, however many were tested.
    """
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    last = 0
    for rank, place in enumerate(order, start=1):
        if p_values[place] <= false_share * rank / len(order):
            last = rank
    return sorted(order[:last])


def more_often(events: int, exposure: float, other_events: int, other_exposure: float) -> float:
    """Return the one-sided p of "not more often than the others" for two counts.

    Exact, given how many events there are in all (Przyborowski and Wilenski 1940): were the rates
    equal, the first count would be binomial with its share of the exposure.
    """
    if events == 0 or exposure <= 0 or other_exposure <= 0:
        return 1.0
    return beta_cdf(events, other_events + 1, exposure / (exposure + other_exposure))
