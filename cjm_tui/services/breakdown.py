"""A touchpoint's KPI broken down by every dimension: which of its parts differ from the others."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cjm_tui.domain.breakdown import Breakdown, Cut, Dimension, Division, Part
from cjm_tui.domain.kpi import Direction, Estimate, Kpi, Measure, Signal, Tally
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.estimates import estimate, quantile_estimate, stated
from cjm_tui.domain.statistics.groups import Gap, gap_of, ratio_interval, told_apart
from cjm_tui.domain.statistics.measures import less, total_of, unit_of, value_of
from cjm_tui.services.asked import Asked, asked
from cjm_tui.services.journey_map import stage_name
from cjm_tui.services.scores import bounds
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.dimensions import dimensions_sql
from cjm_tui.store.parts import PartTally, part_tallies, part_values
from cjm_tui.store.session import Reader

CELLS = (Dimension.WEEKDAY, Dimension.HOUR)
DIVISIONS = (*((dimension,) for dimension in Dimension), CELLS)
CHANCE = (
    0.05  # that any part of an even breakdown is said to differ: half for lines, half for cells
)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A part with what it amounts to, and how it lies to the other known ones of its division."""

    cut: Cut
    estimate: Estimate
    gap: Gap | None = None  # None: there is nothing to hold it against
    compared: bool = False  # whether rows are enough, here and there, to say that it differs


def breakdown(
    reader: Reader,
    catalog: Catalog,
    touchpoint: str,
    kpi: str | None = None,
    period: str = "28d",
) -> Breakdown:
    """Return a touchpoint's KPI by every dimension, and by weekday and hour.

    The parts of each division sum to the figure's n: those whose value is not known, and those that
    came as daily totals, are parts of their own. Raises UsageError as `figure` does.
    """
    found = asked(reader, catalog, touchpoint, kpi, period)
    judged = _judged(reader, found, tallies_of(reader, catalog, found, found.span, DIVISIONS))
    signals = _signals(found.kpi, judged)
    whole = found.scores.estimate(found.place)
    totals = found.scores.totals(found.place, found.span)
    of: dict[tuple[Dimension, ...], list[Part]] = defaultdict(list)
    for one in judged:
        signal = signals.get(one.cut, _unsaid(one.estimate))
        of[one.cut.dimensions].append(_part(found.kpi, one, signal, whole.n))
    if totals.n:
        for dimensions in DIVISIONS:
            of[dimensions].append(_of_totals(reader, found.kpi, totals, whole.n, dimensions))
    at = found.touchpoint.touchpoint_id
    return Breakdown(
        state=found.state,
        period=found.scores.period,
        span=found.span,
        touchpoint_id=at,
        touchpoint=found.touchpoint.name,
        stage=stage_name(reader, found.touchpoint),
        kpi=found.kpi,
        kpis=found.kpis,
        whole=whole,
        divisions=tuple(Division((d,), _ordered(d, of[d,])) for d in Dimension),
        cells=Division(CELLS, tuple(of[CELLS])),
        compared=sum(one.compared for one in judged),
        concerned=found.scores.incomplete_at(at),
    )


def tallies_of(
    reader: Reader,
    catalog: Catalog,
    found: Asked,
    span: Period,
    divisions: Sequence[tuple[Dimension, ...]],
) -> list[PartTally]:
    """Return the parts of what the KPI counts in these days, in each division."""
    place, days = found.place, bounds(span.first, span.last)
    dimensions = dimensions_sql(reader, catalog, place.kpi, place.touchpoint_id, **days)
    rows = found.scores.rows_sql(place.kpi, span.first, span.last)
    return part_tallies(reader, found.kpi, rows, dimensions, place.touchpoint_id, divisions)


def _judged(reader: Reader, found: Asked, tallies: Sequence[PartTally]) -> list[_Judged]:
    kpi, minimum = found.kpi, reader.settings.minimum_n
    if kpi.measure is Measure.QUANTILE:
        values = part_values(reader, DIVISIONS)
        return [_Judged(cut, quantile_estimate(kpi, own, minimum=minimum)) for cut, own in values]
    known: dict[tuple[Dimension, ...], list[Tally]] = defaultdict(list)
    for part in tallies:
        if part.cut.known:
            known[part.cut.dimensions].append(part.tally)
    whole = {dimensions: total_of(parts) for dimensions, parts in known.items()}
    return [_held(kpi, part, whole.get(part.cut.dimensions), minimum) for part in tallies]


def _held(kpi: Kpi, part: PartTally, whole: Tally | None, minimum: int) -> _Judged:
    own = _estimate(kpi, part, minimum)
    if whole is None or not part.cut.known:
        return _Judged(part.cut, own)
    others = less(whole, part.tally)
    gap = gap_of(kpi, part.tally, others, part.days) if own.value is not None else None
    enough = own.coloured and others.n >= own.colour_from
    return _Judged(part.cut, own, gap, compared=enough and gap is not None)


def _estimate(kpi: Kpi, part: PartTally, minimum: int) -> Estimate:
    if kpi.measure is not Measure.RATIO:
        return estimate(kpi, part.tally, minimum=minimum)
    value = value_of(kpi, part.tally) if part.tally.n >= minimum else None
    interval = None if value is None else ratio_interval(kpi, part.tally, part.days)
    return stated(kpi, part.tally, value, interval)


def _signals(kpi: Kpi, judged: Iterable[_Judged]) -> dict[Cut, Signal]:
    """Return which parts differ, at most one breakdown in twenty having one that does by chance."""
    found: dict[Cut, Signal] = {}
    compared = [one for one in judged if one.compared]
    for cells in (False, True):
        family = [one for one in compared if (one.cut.dimensions == CELLS) is cells]
        gaps = [one.gap for one in family if one.gap is not None]
        differ = told_apart([gap.p for gap in gaps], CHANCE / 2)
        for one, gap, differs in zip(family, gaps, differ, strict=True):
            if differs:
                higher = (gap.gap > 0) is (kpi.direction is Direction.HIGHER)
                found[one.cut] = Signal.BETTER if higher else Signal.WORSE
    return found


def _unsaid(own: Estimate) -> Signal:
    return Signal.NONE if own.value is not None else Signal.TOO_FEW


def _part(kpi: Kpi, one: _Judged, signal: Signal, n: int) -> Part:
    gap = one.gap.gap if one.gap is not None else None
    harm = None
    if gap is not None:
        bad = -1 if kpi.direction is Direction.HIGHER else 1
        harm = bad * one.estimate.n * gap / unit_of(kpi)
    share = one.estimate.n / n if n else 0.0
    return Part(one.cut, one.estimate, share, signal, gap, harm)


def _of_totals(
    reader: Reader, kpi: Kpi, totals: Tally, n: int, dimensions: tuple[Dimension, ...]
) -> Part:
    """Return the part that came as daily totals, about which no dimension is known."""
    own = estimate(kpi, totals, minimum=reader.settings.minimum_n)
    cut = Cut(tuple((dimension, None) for dimension in dimensions))
    return Part(cut, own, totals.n / n if n else 0.0, _unsaid(own), totalled=True)


def _ordered(dimension: Dimension, parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return hours and weekdays as they follow each other, all else by n; the unknown last."""

    def place(part: Part) -> tuple[bool, bool, float, str]:
        value = part.cut.values[0][1]
        clock = float(value) if dimension.by_clock and value is not None else None
        first = -part.estimate.n if clock is None else clock
        return part.totalled, value is None, first, value or ""

    return tuple(sorted(parts, key=place))
