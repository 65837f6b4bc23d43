"""Paths across touchpoints: what customers did one after the other, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from cjm_tui.domain.comparison import Comparison, days_back
from cjm_tui.domain.journey import DataState
from cjm_tui.domain.path_design import Design, DesignedPath, deviations
from cjm_tui.domain.path_rules import PathRules, PathWish
from cjm_tui.domain.paths import (
    Channel,
    Coverage,
    Loop,
    Move,
    Paths,
    Place,
    Switch,
    Totals,
    Variant,
)
from cjm_tui.domain.period import Period
from cjm_tui.services.data_state import data_state, period_of
from cjm_tui.services.journey_map import Touchpoint, all_touchpoints
from cjm_tui.services.scores import bounds, followed_until
from cjm_tui.services.segments import asked_segment, segments
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.path_tables import ask, cases_sql, put_together
from cjm_tui.store.session import Reader


@dataclass(frozen=True)
class AskedPaths:
    """A question's rules and days, and the SQL of its paths."""

    state: DataState
    period: Period
    read: Period
    rules: PathRules
    coverage: Coverage
    sql: str


def paths(
    reader: Reader,
    catalog: Catalog,
    period: str = "28d",
    wish: PathWish | None = None,
    comparison: Comparison = Comparison.BASELINE,
) -> Paths:
    """Return the paths of the period by the site's rules, or by those that are wished instead.

    Paths have no frozen baseline: held against other days, each variant knows how many paths it had
    then. Raises UsageError where the text is no period, or the segment none that occurs.
    """
    wish = wish or PathWish()
    found = asked_paths(reader, catalog, period, wish)
    touchpoints = all_touchpoints(reader)
    names = {touchpoint.touchpoint_id: touchpoint.name for touchpoint in touchpoints}
    design = _design(reader, touchpoints)
    if found is None:
        state = data_state(reader)
        return _nothing(state, comparison, _rules(reader, wish), names, design, reader)
    then = _then(reader, catalog, found, comparison)
    put_together(reader, catalog, found.sql)
    minimum = reader.settings.minimum_n
    moves = tuple(Move(*row) for row in ask(reader, catalog, "path_moves"))
    places = tuple(Place(*row) for row in ask(reader, catalog, "path_places"))
    return Paths(
        state=found.state,
        period=found.period,
        read=found.read,
        comparison=comparison,
        rules=found.rules,
        words=wish.words,
        minimum=minimum,
        names=names,
        design=design,
        coverage=found.coverage,
        totals=Totals(*ask(reader, catalog, "path_totals")[0]),
        variants=_held_against(_variants(reader, catalog), then),
        deviations=deviations(design, moves, places, minimum),
        moves=moves,
        places=places,
        loops=tuple(Loop(*row) for row in ask(reader, catalog, "path_loops")),
        switches=tuple(Switch(*row) for row in ask(reader, catalog, "path_switches")),
        channels=tuple(Channel(*row) for row in ask(reader, catalog, "path_channels")),
        segments=tuple(segment.words for segment in segments(reader, found.period)),
        before=then.totals if then else None,
        before_days=then.days if then else None,
    )


def asked_paths(reader: Reader, catalog: Catalog, period: str, wish: PathWish) -> AskedPaths | None:
    """Return which paths are meant; None where there is no data yet."""
    state = data_state(reader)
    span = period_of(state, period)
    if span is None or state.last_day is None:
        return None
    rules = _rules(reader, wish)
    if rules.segment:
        named = asked_segment(reader, rules.segment, f"{span.first}..{span.last}")
        rules = replace(rules, segment=named.name or "")
    read, coverage = _read(reader, span)
    sql = _sql(reader, catalog, rules, read, state.last_day)
    return AskedPaths(state, span, read, rules, coverage, sql)


def _rules(reader: Reader, wish: PathWish) -> PathRules:
    site = reader.settings
    return wish.over(PathRules(site.path_gap_hours, site.path_rule, site.path_back_days))


def _sql(reader: Reader, catalog: Catalog, rules: PathRules, days: Period, last_day: date) -> str:
    return cases_sql(
        reader,
        catalog,
        rules.segment,
        **bounds(days.first, days.last),
        followed=followed_until(reader, last_day),
        path_gap_hours=rules.gap_hours,
        path_rule=rules.rule,
        path_back_days=rules.back_days,
    )


def _read(reader: Reader, span: Period) -> tuple[Period, Coverage]:
    """Return the newest days of the period whose legs can be put together at once."""
    rows = reader.query("path_coverage", **bounds(span.first, span.last))
    legs = identified = 0
    first = span.first
    for day, count, known in reversed(rows):
        if identified + known > reader.settings.path_legs and identified:
            first = day + timedelta(days=1)
            break
        legs, identified = legs + count, identified + known
    return Period(first, span.last, span.name), Coverage(legs, identified)


@dataclass(frozen=True)
class _Then:
    """The paths of the days compared with."""

    days: Period
    totals: Totals
    variants: tuple[Variant, ...]


def _then(
    reader: Reader, catalog: Catalog, found: AskedPaths, comparison: Comparison
) -> _Then | None:
    back = days_back(comparison, found.read)
    if not back or found.state.last_day is None:
        return None
    days = Period(found.read.first - back, found.read.last - back, "")
    if found.state.first_day is None or days.first < found.state.first_day:
        return None
    sql = _sql(reader, catalog, found.rules, days, found.state.last_day)
    put_together(reader, catalog, sql)
    return _Then(days, Totals(*ask(reader, catalog, "path_totals")[0]), _variants(reader, catalog))


def _variants(reader: Reader, catalog: Catalog) -> tuple[Variant, ...]:
    rows = ask(reader, catalog, "path_variants")
    return tuple(Variant(tuple(touchpoints or ()), *rest) for touchpoints, *rest in rows)


def _held_against(variants: Sequence[Variant], then: _Then | None) -> tuple[Variant, ...]:
    """Return the variants with how many paths each had then; of one not kept then none is known."""
    if then is None:
        return tuple(variants)
    known = {(one.touchpoints, one.goes_on): one.paths for one in then.variants if not one.is_rest}
    kept_all = not any(one.is_rest for one in then.variants)

    def before(one: Variant) -> int | None:
        none = 0 if kept_all and not one.is_rest else None
        return known.get((one.touchpoints, one.goes_on), none)

    return tuple(replace(one, before=before(one)) for one in variants)


def _design(reader: Reader, touchpoints: Sequence[Touchpoint]) -> Design:
    rows = reader.query("designed_paths")
    designed = tuple(
        DesignedPath(str(name), _positions(list(steps)))
        for name, steps in groupby(rows, key=itemgetter(0))
    )
    place_of: dict[str, tuple[str, int]] = {}
    names: dict[tuple[str, int], str] = {}
    for order, row in enumerate(reader.query("journey_stages")):
        journey_id, stage_id, stage = row[0], row[4], row[5]
        if stage_id is not None:
            place_of[stage_id] = (journey_id, order)
            names[journey_id, order] = stage
    stages = {
        t.touchpoint_id: place_of[t.stage_id]
        for t in touchpoints
        if t.stage_id is not None and t.stage_id in place_of
    }
    return Design(designed, stages, names)


def _positions(steps: Sequence[tuple[Any, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(str(row[2]) for row in alternatives)
        for _, alternatives in groupby(steps, key=itemgetter(1))
    )


def _nothing(
    state: DataState,
    comparison: Comparison,
    rules: PathRules,
    names: dict[str, str],
    design: Design,
    reader: Reader,
) -> Paths:
    return Paths(
        state=state,
        period=None,
        read=None,
        comparison=comparison,
        rules=rules,
        words=(),
        minimum=reader.settings.minimum_n,
        names=names,
        design=design,
        coverage=Coverage(0, 0),
        totals=Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, None),
    )
