"""Luck that evens out: what chance gave too much of lately, it gives a little less of next.

Purely independent draws leave every touchpoint's first eight weeks off its true level by chance,
and the baseline is frozen there; a company that is meant to be boring would then look changed a
year later. Balanced draws keep the noise from day to day and lose the drift over weeks.
"""

from collections import defaultdict

import numpy as np

from .company import TOUCHPOINTS
from .days import Bools, Floats, Ints

_GAIN = 0.25  # share of the debt that the next draw makes up for
_MOST = 0.5  # by which a draw's odds are changed at most


class Balance:
    """What each kind of draw owes at each touchpoint."""

    def __init__(self) -> None:
        self._debts: defaultdict[str, Floats] = defaultdict(lambda: np.zeros(len(TOUCHPOINTS)))

    def draw(self, rng: np.random.Generator, kind: str, at: Ints, chance: Floats) -> Bools:
        """Draw yes or no with each chance; `at` is the touchpoint whose debt counts."""
        expected = self._sums(at, chance)
        factor = 1 + np.clip(self._relative(kind, expected), -_MOST, _MOST)
        result: Bools = rng.random(len(at)) < chance * factor[at]
        self._settle(kind, expected, self._sums(at, result.astype(np.float64)))
        return result

    def amounts(self, kind: str, at: Ints, mean: Floats, drawn: Floats) -> Floats:
        """Return drawn amounts, moved so that their sums stay near those of their means."""
        expected = self._sums(at, mean)
        factor = 1 + np.clip(self._relative(kind, expected), -_MOST, _MOST)
        result: Floats = drawn * factor[at]
        self._settle(kind, expected, self._sums(at, result))
        return result

    def _relative(self, kind: str, expected: Floats) -> Floats:
        return _GAIN * self._debts[kind] / np.maximum(expected, 0.01)

    def _settle(self, kind: str, expected: Floats, observed: Floats) -> None:
        self._debts[kind] += expected - observed

    @staticmethod
    def _sums(at: Ints, values: Floats) -> Floats:
        return np.bincount(at, values, minlength=len(TOUCHPOINTS))
