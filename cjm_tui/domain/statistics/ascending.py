"""Many values in ascending order in little room: most waits are whole seconds."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import overload


class Ascending(Sequence[float]):
    """A sequence of ascending values, made of each different one and how often it occurs."""

    def __init__(self, counted: Iterable[tuple[float, int]]) -> None:
        pairs = list(counted)
        self._values = [value for value, _ in pairs]
        self._up_to = list(accumulate(n for _, n in pairs))

    def __len__(self) -> int:
        return self._up_to[-1] if self._up_to else 0

    @overload
    def __getitem__(self, place: int) -> float: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[float]: ...

    def __getitem__(self, place: int | slice) -> float | Sequence[float]:
        """Return the value at a place, as of a list with each value as often as it occurs."""
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        at = place + len(self) if place < 0 else place
        if not 0 <= at < len(self):
            raise IndexError(place)
        return self._values[bisect_right(self._up_to, at)]
