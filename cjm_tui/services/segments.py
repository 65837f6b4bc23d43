"""One segment's scores on the map, from the rows behind the scores of all customers."""

from collections.abc import Iterable
from dataclasses import replace

from cjm_tui.domain.breakdown import Cut, segment_cut
from cjm_tui.domain.journey import Segment, TouchpointScore
from cjm_tui.domain.journey_filter import segment_named
from cjm_tui.domain.kpi import Change, Signal
from cjm_tui.domain.period import Period
from cjm_tui.domain.text import shown
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import data_state, period_of
from cjm_tui.services.scores import Place, Scores, bounds
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.dimensions import cut_sql, dimensions_sql
from cjm_tui.store.session import Reader


def segments(reader: Reader, period: Period | None) -> tuple[Segment, ...]:
    """Return the segments that occur in the period by name, last those whose is not known."""
    if period is None:
        return ()
    names = [row[0] for row in reader.query("segments", **bounds(period.first, period.last))]
    return tuple(Segment(name) for name in sorted(names, key=lambda name: (name is None, name)))


def asked_segment(reader: Reader, text: str, period: str) -> Segment:
    """Return the segment that the text names; raises UsageError where none of the period does."""
    known = segments(reader, period_of(data_state(reader), period))
    found = segment_named(text, known)
    if found is None:
        names = ", ".join(shown(segment.words) for segment in known)
        raise UsageError(
            f"{shown(text)!r} is no segment of this period.",
            hint=f"One of: {names}." if names else "No customer of this period has a segment.",
        )
    return found


def scores_of(
    reader: Reader,
    catalog: Catalog,
    scores: Scores,
    lines: Iterable[TouchpointScore],
    segment: Segment,
) -> list[TouchpointScore]:
    """Return the touchpoints' lines with value, interval and n of the segment's rows alone.

    The KPI, its days and its target stay. A segment has no frozen baseline, so there is neither a
    change nor a signal nor a trend; rows that came as daily totals belong to no segment.
    """
    return [_line(reader, catalog, scores, line, segment) for line in lines]


def _line(
    reader: Reader, catalog: Catalog, scores: Scores, line: TouchpointScore, segment: Segment
) -> TouchpointScore:
    if line.kpi is None:
        return replace(line, said="")
    place = Place(line.kpi.name, line.touchpoint_id)
    span = scores.counted(place.kpi).period
    sql = part_sql(reader, catalog, scores, place, span, segment_cut(segment))
    own = scores.estimate_of_rows(place.kpi, sql)
    few = own.n > 0 and own.value is None
    return replace(
        line,
        estimate=own,
        change=Change(Signal.TOO_FEW if few else Signal.NO_BASELINE),
        state=scores.state(place, own, line.target),
        trend=(),
        compared=None,
        said="",
    )


def part_sql(
    reader: Reader, catalog: Catalog, scores: Scores, place: Place, span: Period, cut: Cut
) -> str:
    """Return SQL that runs as it stands: what a KPI counts in these days, as far as in the cut."""
    rows = scores.rows_sql(place.kpi, span.first, span.last)
    days = bounds(span.first, span.last)
    dimensions = dimensions_sql(reader, catalog, place.kpi, place.touchpoint_id, **days)
    return cut_sql(rows, dimensions, cut, place.touchpoint_id)
