"""What a change of a value is made of: groups that grew or shrank, and groups that changed.

Kitagawa (1955), *Components of a difference between two rates*, with the symmetric weights that
leave no rest: of a value R = Σ s·r (s a group's share of the rows, r its own value) the difference
between two periods is the sum over groups of

* volume: (s₁ − s₀) · ((r₀ + r₁)/2 − (R₀ + R₁)/2): it grew, and lies above or below the whole;
* rate: (r₁ − r₀) · (s₀ + s₁)/2: its own value changed, whatever its share.

A group without rows in one of the periods has no own value there: all of its effect is volume.
"""

from collections.abc import Iterable
from typing import NamedTuple

from cjm_tui.domain.kpi import Kpi, Measure, Tally
from cjm_tui.domain.statistics.measures import size_of, top_of, total_of, unit_of

SPLITTABLE = frozenset(Measure) - {Measure.QUANTILE}  # a quantile is no sum over its rows


class Effects(NamedTuple):
    """What a group contributes to the change, in the KPI's unit."""

    volume: float
    rate: float

    @property
    def both(self) -> float:
        """The group's whole contribution."""
        return self.volume + self.rate


def effects(kpi: Kpi, groups: Iterable[tuple[Tally, Tally]]) -> list[Effects]:
    """Return the effects of groups of rows (before, now), which sum to the change of the value.

    The measure is one of SPLITTABLE, and each period has rows, with weight where it divides by it.
    """
    pairs = list(groups)
    before, now = (total_of(pair[i] for pair in pairs) for i in (0, 1))
    size0, size1 = size_of(kpi, before), size_of(kpi, now)
    middle = (top_of(kpi, before) / size0 + top_of(kpi, now) / size1) / 2
    unit = unit_of(kpi)
    found = []
    for then, today in pairs:
        w0, w1 = size_of(kpi, then), size_of(kpi, today)
        share0, share1 = w0 / size0, w1 / size1
        r0 = top_of(kpi, then) / w0 if w0 > 0 else None
        r1 = top_of(kpi, today) / w1 if w1 > 0 else None
        own0 = r0 if r0 is not None else (r1 or 0.0)
        own1 = r1 if r1 is not None else own0
        volume = (share1 - share0) * ((own0 + own1) / 2 - middle)
        rate = (own1 - own0) * (share0 + share1) / 2
        found.append(Effects(unit * volume, unit * rate))
    return found
