"""One touchpoint opened: its standard of good, trend, KPIs, words, accountability and actions."""

from datetime import datetime, time, timedelta
from typing import Any

from cjm_tui.domain.period import Period
from cjm_tui.domain.touchpoint import Annotation, TouchpointPage, Verbatim
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import data_state, period_of
from cjm_tui.services.journey_map import (
    NOT_PLACED,
    actions_at,
    all_touchpoints,
    touchpoint_scores,
)
from cjm_tui.services.kpis import lines_at
from cjm_tui.services.names import named
from cjm_tui.services.ownership import parties_at
from cjm_tui.services.scores import Scores
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader

WORDS = 200  # verbatims on a page at most; the page says how many there are


def touchpoint(
    reader: Reader, catalog: Catalog, name: str, period: str = "28d", *, words: int = WORDS
) -> TouchpointPage:
    """Return the page of the touchpoint that `name` means, by id or name.

    Raises UsageError where nothing or several things are meant, for a period that is none, and
    while there is no data at all.
    """
    state = data_state(reader)
    span = period_of(state, period)
    found = named(name, all_touchpoints(reader))
    if span is None:
        raise UsageError("There is no data yet.", hint="Next: cjm import FILE …")
    scores = Scores(reader, catalog, state, span)
    ((score, chart),) = touchpoint_scores(reader, scores, [found], whole_trends=True)
    spoken, total = _words(reader, found.touchpoint_id, span, words)
    at = found.touchpoint_id
    return TouchpointPage(
        state=state,
        period=span,
        stage=stage_name(reader, found.stage_id),
        score=score,
        standard_of_good=found.standard_of_good,
        good_author=found.good_author,
        good_set_at=found.good_set_at,
        chart=chart,
        kpis=tuple(lines_at(scores, found)),
        words=spoken,
        words_total=total,
        accountability=tuple(parties_at(reader, [at]).get(at, ())),
        enablers=tuple(
            (layer, item) for layer, item in reader.query("touchpoint_enablers", touchpoint=at)
        ),
        actions=actions_at(reader, at),
        annotations=tuple(
            Annotation(*row)
            for row in reader.query("touchpoint_annotations", touchpoint=at, last=span.last)
        ),
    )


def touchpoint_words(
    reader: Reader, touchpoint_id: str, period: str = "28d", most: int = WORDS
) -> tuple[tuple[Verbatim, ...], int]:
    """Return the newest `most` verbatims of the period at a touchpoint, and how many there are."""
    span = period_of(data_state(reader), period)
    return ((), 0) if span is None else _words(reader, touchpoint_id, span, most)


def stage_name(reader: Reader, stage_id: str | None) -> str:
    """Return the name of a stage, or that the touchpoint is in none."""
    names = {row[4]: row[5] for row in reader.query("journey_stages")}
    return NOT_PLACED if stage_id is None else str(names.get(stage_id, NOT_PLACED))


def _words(
    reader: Reader, touchpoint_id: str, period: Period, most: int
) -> tuple[tuple[Verbatim, ...], int]:
    bounds: dict[str, Any] = {
        "from": datetime.combine(period.first, time()),
        "to": datetime.combine(period.last + timedelta(days=1), time()),
    }
    rows = reader.query("touchpoint_words", touchpoint=touchpoint_id, most=most, **bounds)
    return tuple(Verbatim(*row[:6]) for row in rows), rows[0][6] if rows else 0
