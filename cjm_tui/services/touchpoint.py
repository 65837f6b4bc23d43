"""One touchpoint opened: its standard of good, trend, KPIs, words, accountability and actions."""

from cjm_tui.domain.touchpoint import Annotation, TouchpointPage
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import data_state, period_of
from cjm_tui.services.journey_map import (
    actions_at,
    all_touchpoints,
    stage_name,
    touchpoint_scores,
)
from cjm_tui.services.kpis import gaps_at, lines_at, minor_at
from cjm_tui.services.names import named
from cjm_tui.services.ownership import parties_at
from cjm_tui.services.scores import Scores
from cjm_tui.services.words import LISTED, spoken
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader


def touchpoint(
    reader: Reader,
    catalog: Catalog,
    name: str,
    period: str = "28d",
    *,
    words: int = LISTED,
    every: bool = True,
) -> TouchpointPage:
    """Return the page of the touchpoint that `name` means, by id or name.

    Without `every` the KPIs that are neither main nor held against a target are only named: the
    figures of some take reading the rows.
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
    at = found.touchpoint_id
    said, total = spoken(reader, at, span, most=words)
    gaps, zero_waits = gaps_at(reader, scores, at)
    folded = () if every else minor_at(scores, found, shown_by=score.kpi)
    return TouchpointPage(
        state=state,
        period=span,
        stage=stage_name(reader, found),
        score=score,
        standard_of_good=found.standard_of_good,
        good_author=found.good_author,
        good_set_at=found.good_set_at,
        chart=chart,
        kpis=tuple(lines_at(scores, found, without=folded)),
        every=every,
        folded=folded,
        words=said,
        words_total=total,
        response=score.response,
        gaps=gaps,
        zero_waits=zero_waits,
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
