"""The frozen baseline: each weekday in the first 56 usable days, or since a re-basing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cjm_tui.domain.kpi import Kpi, Tally
from cjm_tui.domain.statistics.limits import RANGE_TO_LIMIT, RANGE_TO_SIGMA, xmr
from cjm_tui.domain.statistics.measures import row_noise, total_of, value_of
from cjm_tui.domain.statistics.points import Point

BASELINE_DAYS = 56
_OWN_LEVEL = 3  # a weekday with fewer baseline days takes the level of all days


@dataclass(frozen=True, slots=True)
class Rebase:
    """A recorded decision that the baseline begins anew on `from_day`."""

    from_day: date
    who: str
    why: str
    recorded: date | None = None


class Band(NamedTuple):
    """What the baseline expects of one point."""

    centre: float
    reach: float  # distance of either limit from the centre
    spread: float  # how much wider than an average day such a point varies


@dataclass(frozen=True, slots=True)
class Baseline:
    """Weekday levels and the noise around them, in the KPI's unit; it never moves by itself.

    A residual is a value minus its weekday's level. Its spread depends on the point's size (rows
    or weight): √((between + counted/size) ÷ their mean over the baseline), 1 on an average day.
    """

    first: date
    last: date
    levels: tuple[float, ...]  # Monday first
    shift: float  # mean residual, at spread 1
    mean_range: float  # mean moving range of the residuals, at spread 1
    between: float  # variance from day to day beyond counting
    counted: float  # variance that counting gives a point of size 1
    typical: float  # mean variance over the baseline's points
    floor: float  # standard deviation that counting alone gives a residual at spread 1
    residuals: tuple[float, ...]  # of the baseline's own points, at spread 1

    @property
    def sigma(self) -> float:
        """Standard deviation of a residual at spread 1, as XmR sees it (mean range ÷ 1.128)."""
        return self.mean_range * RANGE_TO_SIGMA

    def band(self, point: Point) -> Band:
        """Return centre and limits of a point: the mean ± 2.66 mean moving ranges."""
        spread = _spread(point.size, self.between, self.counted, self.typical)
        centre = self.levels[point.day.weekday()] + self.shift * spread
        return Band(centre, RANGE_TO_LIMIT * self.mean_range * spread, spread)


def freeze(kpi: Kpi, judged: Sequence[Point], *, weekly: bool) -> Baseline:
    """Return the baseline of `judged` points (two or more, all with a value).

    The residual of each point is taken from its weekday's other points, as that of a later point
    will be: so the noise of eight-week levels is in the limits, and 2.66 stays what it says.
    """
    groups = _groups(judged, weekly=weekly)
    levels = _levels(kpi, judged, groups)
    noise = row_noise(kpi, (point.tally for point in judged)).variance
    raw = _residuals_from_others(kpi, judged, groups)
    inverse = sum(1 / point.size for point in judged) / len(judged) if noise else 0.0
    rounds = 1 + sum(1 / len(group) for group in groups.values()) / len(groups)
    counted = noise * rounds
    plain = (xmr(raw).mean_range * RANGE_TO_SIGMA) ** 2
    between = max(0.0, plain - counted * inverse)
    typical = between + counted * inverse
    floor = math.sqrt(counted * inverse)
    scaled = [
        residual / _spread(point.size, between, counted, typical)
        for residual, point in zip(raw, judged, strict=True)
    ]
    found = xmr(scaled)
    return Baseline(
        first=judged[0].day,
        last=judged[-1].day,
        levels=levels,
        shift=found.mean,
        mean_range=max(found.mean_range, floor / RANGE_TO_SIGMA),
        between=between,
        counted=counted,
        typical=typical,
        floor=floor,
        residuals=tuple(scaled),
    )


def _spread(size: float, between: float, counted: float, typical: float) -> float:
    if typical <= 0 or size <= 0:
        return 1.0
    return math.sqrt((between + counted / size) / typical)


def _groups(judged: Sequence[Point], *, weekly: bool) -> dict[int, list[Point]]:
    """Return the points by weekday; scarce weekdays, or all weeks, under −1."""
    if weekly:
        return {-1: list(judged)}
    groups: dict[int, list[Point]] = {}
    for point in judged:
        groups.setdefault(point.day.weekday(), []).append(point)
    scarce = [weekday for weekday, members in groups.items() if len(members) < _OWN_LEVEL]
    if scarce:
        groups = {w: members for w, members in groups.items() if w not in scarce}
        groups[-1] = list(judged)
    return groups


def _level(kpi: Kpi, points: Sequence[Point]) -> float:
    """Return the pooled value; of a quantile, which cannot be pooled, the mean by rows."""
    pooled = value_of(kpi, total_of(point.tally for point in points))
    if pooled is not None:
        return pooled
    rows = sum(point.tally.n for point in points)
    return sum((point.value or 0.0) * point.tally.n for point in points) / rows


def _levels(kpi: Kpi, judged: Sequence[Point], groups: dict[int, list[Point]]) -> tuple[float, ...]:
    overall = _level(kpi, judged)
    return tuple(
        _level(kpi, groups[weekday]) if weekday in groups else overall for weekday in range(7)
    )


def _residuals_from_others(
    kpi: Kpi, judged: Sequence[Point], groups: dict[int, list[Point]]
) -> list[float]:
    totals = {
        weekday: total_of(point.tally for point in group) for weekday, group in groups.items()
    }
    residuals = []
    for point in judged:
        weekday = point.day.weekday() if point.day.weekday() in groups else -1
        others = value_of(kpi, _without(totals[weekday], point.tally))
        if others is None:
            others = _level(kpi, [other for other in groups[weekday] if other is not point])
        residuals.append((point.value or 0.0) - others)
    return residuals


def _without(total: Tally, part: Tally) -> Tally:
    return Tally(
        total.n - part.n,
        total.sum - part.sum,
        total.sum_sq - part.sum_sq,
        total.promoters - part.promoters,
        total.detractors - part.detractors,
        total.weight - part.weight,
    )
