"""The journey map: every journey's stages in order, each touchpoint with its score and owner."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from cjm_tui.domain.comparison import Compared, Comparison
from cjm_tui.domain.journey import (
    JourneyMap,
    JourneyRow,
    Segment,
    StageRow,
    TouchpointScore,
    told_apart,
)
from cjm_tui.domain.kpi import Change, Chart, Estimate, KpiClass, Signal, TargetState
from cjm_tui.domain.period import Period
from cjm_tui.domain.touchpoint import ActionLine
from cjm_tui.services.comparison import comparisons
from cjm_tui.services.data_state import data_state, period_of
from cjm_tui.services.ownership import Ownership
from cjm_tui.services.response import response
from cjm_tui.services.scores import Place, Scores
from cjm_tui.services.segments import scores_of, segments
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader

NOT_PLACED = "Not placed"
_BEST = (KpiClass.OUTCOME, KpiClass.PERCEPTION, KpiClass.OUTPUT, KpiClass.INPUT)
_ENOUGH = (30, 10, 1)  # rows: enough for a colour, for a value, for a mention


class Touchpoint(NamedTuple):
    """A touchpoint as `journey_touchpoints` gives it; without a stage it is not placed."""

    touchpoint_id: str
    name: str
    channel: str
    stage_id: str | None
    moment_of_truth: bool
    standard_of_good: str
    good_kpi: str
    good_threshold: float | None
    good_author: str
    good_set_at: date | None
    has_steps: bool = False


class ActionAt(NamedTuple):
    """An action as `touchpoint_actions` gives it."""

    touchpoint_id: str
    is_open: bool
    action_id: str
    title: str
    state: str
    owner: str
    due: date | None
    verdict: str
    started_at: date | None
    live_at: date | None
    closed_at: date | None

    @property
    def line(self) -> ActionLine:
        """The action as it is listed at its touchpoint."""
        return ActionLine(
            *(self.action_id, self.title, self.state, self.owner, self.due, self.verdict),
            *(self.started_at, self.live_at, self.closed_at),
        )


class StageOf(NamedTuple):
    """A stage with its journey, as `journey_stages` gives it; a journey may have no stage yet."""

    journey_id: str
    journey: str
    customer_goal: str
    review_due: date | None
    stage_id: str | None
    stage: str
    customer_need: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The KPI that a touchpoint is shown by, and why; None where no KPI has rows."""

    place: Place | None
    reason: str


class MapOf(NamedTuple):
    """The map with what it was reckoned from; no scores while there is no data."""

    board: JourneyMap
    touchpoints: tuple[Touchpoint, ...]
    scores: Scores | None


def journey_map(
    reader: Reader,
    catalog: Catalog,
    period: str = "28d",
    comparison: Comparison = Comparison.BASELINE,
    segment: Segment | None = None,
    *,
    listed: bool = False,
) -> JourneyMap:
    """Return all journeys for the period that the text names; without data, the empty map.

    With `segment` the scores are of its rows alone, compared with nothing; with `listed` it knows
    all segments that occur. Raises UsageError where the text is no period.
    """
    return map_of(reader, catalog, period, comparison, segment, listed=listed).board


def map_of(
    reader: Reader,
    catalog: Catalog,
    period: str,
    comparison: Comparison = Comparison.BASELINE,
    segment: Segment | None = None,
    *,
    listed: bool = False,
) -> MapOf:
    """Return the map as `journey_map` does, with the scores and touchpoints that it is made of."""
    state = data_state(reader)
    span = period_of(state, period)
    touchpoints = all_touchpoints(reader)
    scores = None if span is None else Scores(reader, catalog, state, span)
    if segment is not None:
        comparison = Comparison.BASELINE
    found = touchpoint_scores(reader, scores, touchpoints, comparison=comparison)
    lines = [score for score, _ in found]
    if segment is not None and scores is not None:
        lines = scores_of(reader, catalog, scores, lines, segment)
    journeys = _journeys(reader, touchpoints, lines)
    known = segments(reader, span) if listed else ()
    board = JourneyMap(state, span, journeys, comparison, segments=known, segment=segment)
    return MapOf(board, touchpoints, scores)


def all_touchpoints(reader: Reader) -> tuple[Touchpoint, ...]:
    """Return the touchpoints of the map and those of the facts that are not on it, in order."""
    return tuple(Touchpoint(*row) for row in reader.query("journey_touchpoints"))


def touchpoint_scores(
    reader: Reader,
    scores: Scores | None,
    touchpoints: Sequence[Touchpoint],
    *,
    whole_trends: bool = False,
    comparison: Comparison = Comparison.BASELINE,
) -> list[tuple[TouchpointScore, Chart]]:
    """Return the line of each touchpoint, and the trend that its signal comes from.

    `scores` are those of the period, None where there is no data yet. With `whole_trends` the
    trends begin with the data, not with the period, and nobody's words of the day are asked for.
    """
    ids = [touchpoint.touchpoint_id for touchpoint in touchpoints]
    ownership = Ownership(reader, ids)
    actions = Counter(one.touchpoint_id for one in all_actions_at(reader, ids) if one.is_open)
    words = {}
    if scores is not None and not whole_trends:
        words = _words_of_the_day(reader, scores.period, ids)
    chosen = {t.touchpoint_id: choose(scores, t) for t in touchpoints}
    places = [choice.place for choice in chosen.values() if choice.place is not None]
    charts = scores.charts(places, whole=whole_trends) if scores else {}
    beside = comparisons(scores, comparison, places) if scores else {}
    return [
        _line(
            touchpoint, chosen[touchpoint.touchpoint_id], scores, charts, beside, ownership,
            actions[touchpoint.touchpoint_id], words.get(touchpoint.touchpoint_id, ""),
        )
        for touchpoint in touchpoints
    ]  # fmt: skip


def stages(reader: Reader) -> tuple[StageOf, ...]:
    """Return the stages of the current map in order."""
    return tuple(StageOf(*row) for row in reader.query("journey_stages"))


def stage_names(reader: Reader, touchpoints: Iterable[Touchpoint]) -> dict[str, str]:
    """Return by touchpoint the name of its stage, or that it is not placed."""
    names = {one.stage_id: one.stage for one in stages(reader) if one.stage_id is not None}
    return {one.touchpoint_id: names.get(one.stage_id or "", NOT_PLACED) for one in touchpoints}


def stage_name(reader: Reader, touchpoint: Touchpoint) -> str:
    """Return the name of a touchpoint's stage of the current map, or that it is not placed."""
    return stage_names(reader, [touchpoint])[touchpoint.touchpoint_id]


def all_actions_at(reader: Reader, touchpoints: Sequence[str]) -> tuple[ActionAt, ...]:
    """Return the actions at these touchpoints, open ones first, then by due day."""
    rows = reader.query("touchpoint_actions", touchpoints=touchpoints)
    return tuple(ActionAt(*row) for row in rows)


def actions_at(reader: Reader, touchpoint_id: str) -> tuple[ActionLine, ...]:
    """Return the actions at a touchpoint, open ones first."""
    return tuple(one.line for one in all_actions_at(reader, [touchpoint_id]))


def choose(scores: Scores | None, touchpoint: Touchpoint) -> Chosen:
    """Return the KPI of the standard of good, or else the best that the data allows.

    The best is an outcome before a perception before an output, among those with 30 rows, else
    with 10, else with any; within a class the one with the most rows. Main KPIs go before all else.
    """
    if scores is None:
        return Chosen(None, "no data yet")
    if touchpoint.good_kpi in scores.kpis:
        place = Place(touchpoint.good_kpi, touchpoint.touchpoint_id)
        return Chosen(place, "standard of good")
    unknown = f"the standard of good names {touchpoint.good_kpi}, which is no KPI here; "
    why = unknown if touchpoint.good_kpi else ""
    rows = {
        name: tally.n
        for name in scores.kpis
        if (tally := scores.tallies.get(Place(name, touchpoint.touchpoint_id)))
    }
    main = {name: n for name, n in rows.items() if scores.kpis[name].main}
    for candidates, enough in [(main, n) for n in _ENOUGH] + [(rows, n) for n in _ENOUGH]:
        able = [name for name, n in candidates.items() if n >= enough]
        for kpi_class in _BEST:
            of_class = [name for name in able if scores.kpis[name].kpi_class is kpi_class]
            if of_class:
                best = max(of_class, key=lambda name: rows[name])
                place = Place(best, touchpoint.touchpoint_id)
                return Chosen(place, f"{why}best that the data allows: {kpi_class}")
    return Chosen(None, f"{why}no KPI has data in the period")


def _line(
    touchpoint: Touchpoint,
    chosen: Chosen,
    scores: Scores | None,
    charts: dict[Place, Chart],
    beside: dict[Place, Compared],
    ownership: Ownership,
    open_actions: int,
    said: str,
) -> tuple[TouchpointScore, Chart]:
    estimate, change = Estimate(0, None, None, None), Change(Signal.TOO_FEW)
    chart, kpi, target, state = Chart(change=change), None, None, TargetState.NONE
    trend: tuple[float | None, ...] = ()
    final_until = None
    flags = ["moment_of_truth"] if touchpoint.moment_of_truth else []
    flags += ownership.flags(touchpoint.touchpoint_id)
    flags += ["not_placed"] if touchpoint.stage_id is None else []
    if scores is not None and scores.incomplete_at(touchpoint.touchpoint_id):
        flags.append("incomplete")
    place = chosen.place
    if scores is not None and place is not None:
        kpi = scores.kpis[place.kpi]
        estimate = scores.estimate(place)
        target = target_of(scores, place, touchpoint)
        state = scores.state(place, estimate, target)
        chart = charts[place]
        change = chart.change
        trend = period_trend(chart, scores.counted(place.kpi).period)
        final_until = scores.counted(place.kpi).final_until
    line = TouchpointScore(
        touchpoint_id=touchpoint.touchpoint_id,
        name=touchpoint.name,
        channel=touchpoint.channel,
        has_steps=touchpoint.has_steps,
        kpi=kpi,
        kpi_reason=chosen.reason,
        estimate=estimate,
        change=change,
        target=target,
        state=state,
        owner=ownership.names(touchpoint.touchpoint_id),
        days_without_owner=ownership.days_without(touchpoint.touchpoint_id),
        flags=tuple(flags),
        trend=trend,
        open_actions=open_actions,
        final_until=final_until,
        said=said,
        confirm_days=ownership.confirm_days,
        compared=beside.get(place) if place is not None else None,
        departments=ownership.departments(touchpoint.touchpoint_id),
        response=response(scores, touchpoint.touchpoint_id) if scores else None,
    )
    return line, chart


def _words_of_the_day(reader: Reader, period: Period, touchpoints: Sequence[str]) -> dict[str, str]:
    """Return what a customer said last at each touchpoint in the period."""
    bounds: dict[str, datetime] = {
        "from": datetime.combine(period.first, time()),
        "to": datetime.combine(period.last + timedelta(days=1), time()),
    }
    return dict(reader.query("journey_words", touchpoints=touchpoints, **bounds))


def target_of(scores: Scores, place: Place, touchpoint: Touchpoint) -> float | None:
    """Return the target in force for a KPI at a touchpoint; see `Scores.target`."""
    good = touchpoint.good_threshold if place.kpi == touchpoint.good_kpi else None
    return scores.target(place, good)


def period_trend(chart: Chart, period: Period) -> tuple[float | None, ...]:
    """Return the values of the days that count, oldest first, or of their weeks if it is by weeks.

    Days whose follow-up window is open would flatter the end of the picture.
    """
    values = {point.day: point.value for point in chart.points}
    if chart.weekly:
        monday = period.first - timedelta(days=period.first.weekday())
        return tuple(
            values.get(monday + timedelta(days=ahead))
            for ahead in range(0, (period.last - monday).days + 1, 7)
        )
    return tuple(values.get(period.first + timedelta(days=n)) for n in range(period.days))


def _journeys(
    reader: Reader, touchpoints: Sequence[Touchpoint], lines: Sequence[TouchpointScore]
) -> tuple[JourneyRow, ...]:
    by_stage: dict[str | None, list[TouchpointScore]] = {}
    for touchpoint, line in zip(touchpoints, lines, strict=True):
        by_stage.setdefault(touchpoint.stage_id, []).append(line)
    journeys: dict[str, JourneyRow] = {}
    for one in stages(reader):
        known = journeys.get(one.journey_id) or JourneyRow(
            one.journey_id, one.journey, one.customer_goal, (), one.review_due
        )
        if one.stage_id is not None:
            there = told_apart(by_stage.get(one.stage_id, ()))
            row = StageRow(one.stage_id, one.stage, one.customer_need, there)
            known = replace(known, stages=(*known.stages, row))
        journeys[one.journey_id] = known
    return _with_unplaced(tuple(journeys.values()), told_apart(by_stage.get(None, ())))


def _with_unplaced(
    journeys: tuple[JourneyRow, ...], unplaced: tuple[TouchpointScore, ...]
) -> tuple[JourneyRow, ...]:
    """Put what is not placed behind the only journey, or behind all of them."""
    if not unplaced:
        return journeys
    stage = StageRow("", NOT_PLACED, "", unplaced)
    if len(journeys) == 1:
        return (replace(journeys[0], stages=(*journeys[0].stages, stage)),)
    return (*journeys, JourneyRow("", NOT_PLACED, "", (stage,)))
