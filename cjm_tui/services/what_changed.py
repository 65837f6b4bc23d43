"""What changed most between two stretches of days: the parts of a figure's change."""

from collections.abc import Sequence

from cjm_tui.domain.breakdown import Cut, Dimension
from cjm_tui.domain.comparison import Compared, Comparison
from cjm_tui.domain.kpi import Kpi, Tally
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.decomposition import SPLITTABLE, effects
from cjm_tui.domain.statistics.estimates import estimate
from cjm_tui.domain.statistics.measures import size_of, total_of
from cjm_tui.domain.what_changed import Contribution, Split, WhatChanged
from cjm_tui.services.asked import Asked, asked
from cjm_tui.services.breakdown import tallies_of
from cjm_tui.services.comparison import NO_INTERVAL, comparisons
from cjm_tui.services.journey_map import stage_name
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader

DIVISIONS = tuple((dimension,) for dimension in Dimension)
_UNSPLIT = (
    "A quantile is no sum over its rows: no part of its change belongs to one group. "
    "The breakdown shows each group's own value."
)


def what_changed(
    reader: Reader,
    catalog: Catalog,
    touchpoint: str,
    kpi: str | None = None,
    period: str = "28d",
    comparison: Comparison = Comparison.PREVIOUS,
) -> WhatChanged:
    """Return what each value of each dimension contributed to the change of a KPI.

    The other days are those before the period (also where the comparison is the baseline, which is
    no stretch of days), or a year before. Raises UsageError as `figure` does.
    """
    found = asked(reader, catalog, touchpoint, kpi, period)
    other = other_days(comparison)
    compared = comparisons(found.scores, other, [found.place])[found.place]
    why_not = _why_not(found.kpi, compared)
    splits = () if why_not else tuple(_splits(reader, catalog, found, compared))
    at = found.touchpoint.touchpoint_id
    return WhatChanged(
        state=found.state,
        period=found.scores.period,
        span=found.span,
        comparison=other,
        touchpoint_id=at,
        touchpoint=found.touchpoint.name,
        stage=stage_name(reader, found.touchpoint),
        kpi=found.kpi,
        kpis=found.kpis,
        now=found.scores.estimate(found.place),
        compared=compared,
        splits=splits,
        why_not=why_not,
        concerned=found.scores.incomplete_at(at),
    )


def other_days(comparison: Comparison) -> Comparison:
    """Return the comparison with a stretch of days that is meant: the baseline is none."""
    return Comparison.PREVIOUS if comparison is Comparison.BASELINE else comparison


def _why_not(kpi: Kpi, compared: Compared) -> str:
    if kpi.measure not in SPLITTABLE:
        return _UNSPLIT
    return "" if compared.why == NO_INTERVAL else compared.why


def _splits(reader: Reader, catalog: Catalog, found: Asked, compared: Compared) -> list[Split]:
    then = Period(compared.first, compared.last, "")
    minimum = reader.settings.minimum_n
    sums = [_sums(reader, catalog, found, span) for span in (then, found.span)]
    splits = []
    for (dimension,) in DIVISIONS:
        cuts = dict.fromkeys(
            key for half in sums for key in half if key[0].dimensions == (dimension,)
        )
        pairs = [(sums[0].get(key, Tally()), sums[1].get(key, Tally())) for key in cuts]
        if len(pairs) > 1:
            parts = _parts(found.kpi, list(cuts), pairs, minimum)
            splits.append(Split(dimension, tuple(sorted(parts, key=lambda part: -abs(part.both)))))
    return splits


def _sums(
    reader: Reader, catalog: Catalog, found: Asked, span: Period
) -> dict[tuple[Cut, bool], Tally]:
    """Return the sums of each part of these days; those of daily totals are marked by True."""
    tallies = tallies_of(reader, catalog, found, span, DIVISIONS)
    sums = {(part.cut, False): part.tally for part in tallies}
    totals = found.scores.totals(found.place, span)
    if totals.n:
        sums |= {(Cut(((dimension, None),)), True): totals for (dimension,) in DIVISIONS}
    return sums


def _parts(
    kpi: Kpi, keys: Sequence[tuple[Cut, bool]], pairs: Sequence[tuple[Tally, Tally]], minimum: int
) -> list[Contribution]:
    sizes = [size_of(kpi, total_of(pair[i] for pair in pairs)) for i in (0, 1)]
    return [
        Contribution(
            cut=cut,
            before=estimate(kpi, then, minimum=minimum),
            now=estimate(kpi, now, minimum=minimum),
            share_before=size_of(kpi, then) / sizes[0],
            share_now=size_of(kpi, now) / sizes[1],
            volume=effect.volume,
            rate=effect.rate,
            totalled=totalled,
        )
        for (cut, totalled), (then, now), effect in zip(
            keys, pairs, effects(kpi, pairs), strict=True
        )
    ]
