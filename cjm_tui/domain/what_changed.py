"""Why a figure is another one than on other days: what each group of its rows contributed."""

from dataclasses import dataclass

from cjm_tui.domain.breakdown import Cut, Dimension
from cjm_tui.domain.comparison import Compared, Comparison
from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import Estimate, Kpi
from cjm_tui.domain.period import Period


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one group of rows adds to the change, in the KPI's unit."""

    cut: Cut
    before: Estimate
    now: Estimate
    share_before: float  # of what the value is a share of: rows, or the weight of a ratio
    share_now: float
    volume: float  # because its share changed
    rate: float  # because its own value changed
    totalled: bool = False  # came as daily totals, which have neither rows nor dimensions

    @property
    def both(self) -> float:
        """Its whole contribution."""
        return self.volume + self.rate


@dataclass(frozen=True, slots=True)
class Split:
    """The change told apart by one dimension: the contributions sum to it."""

    dimension: Dimension
    parts: tuple[Contribution, ...]  # the largest first

    @property
    def volume(self) -> float:
        """What shares that changed contribute together."""
        return sum(part.volume for part in self.parts)

    @property
    def rate(self) -> float:
        """What values that changed contribute together."""
        return sum(part.rate for part in self.parts)


@dataclass(frozen=True, slots=True)
class WhatChanged:
    """One KPI at one touchpoint beside the same on other days, by every dimension."""

    state: DataState
    period: Period
    span: Period  # the days of it that count
    comparison: Comparison  # PREVIOUS or YEAR
    touchpoint_id: str
    touchpoint: str
    stage: str
    kpi: Kpi
    kpis: tuple[Kpi, ...]  # that have rows at the touchpoint
    now: Estimate
    compared: Compared  # the other days, what the value was, and the change with its interval
    splits: tuple[Split, ...]  # none where the change cannot be split
    why_not: str  # why it cannot; "" where it is
    concerned: bool  # whether a day of the period lacks data that counts here

    @property
    def change(self) -> float | None:
        """The value less that of the other days, in the KPI's unit."""
        now, then = self.now.value, self.compared.estimate.value
        return None if self.why_not or now is None or then is None else now - then
