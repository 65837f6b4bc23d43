"""An IVR opened: ends, containment beside resolution, the tree of nodes, ways, versions, design."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cjm_tui.domain import owner_words
from cjm_tui.domain.ivr import (
    ALL_CALLS,
    APART,
    LOST,
    STATES,
    Back,
    FlowFilter,
    Ivr,
    Node,
    Share,
    Version,
    Way,
    leg_noun,
)
from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import Signal
from cjm_tui.domain.period import Period
from cjm_tui.domain.signal_words import signal
from cjm_tui.domain.statistics.intervals import (
    quantile_interval,
)
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import data_state, period_of
from cjm_tui.services.ivr_design import design_lines
from cjm_tui.services.ivr_marks import Marked, marks_of
from cjm_tui.services.ivr_shares import (
    EndRow,
    Shares,
    difference,
    middle_and_tail,
    recorded_of,
    resolved_of,
    sums,
)
from cjm_tui.services.ivr_tree import costs_of, nodes_of
from cjm_tui.services.journey_map import (
    Touchpoint,
    actions_at,
    all_touchpoints,
    stage_name,
    touchpoint_scores,
)
from cjm_tui.services.names import named
from cjm_tui.services.scores import Place, Scores, bounds
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.flow_tables import FlowTables
from cjm_tui.store.session import Reader

WAYS_SHOWN = 50
_WITH_AN_AGENT = ("zero_out", "designed_transfer", "to_agent")
_OPEN = ("proposed", "agreed", "in progress", "live", "evaluated")


@dataclass(frozen=True)
class AskedIvr:
    """Which touchpoint's calls of which days are meant, and the parameters that select them."""

    state: DataState
    touchpoint: Touchpoint
    period: Period
    known_until: date | None
    values: dict[str, Any]
    scores: Scores


def asked_ivr(
    reader: Reader, catalog: Catalog, touchpoint: str, period: str, chosen: FlowFilter
) -> AskedIvr:
    """Return what is meant. Raises UsageError for a touchpoint or period that is none, or no data.

    Without a name the only IVR of the map is meant.
    """
    state = data_state(reader)
    span = period_of(state, period)
    everything = all_touchpoints(reader)
    if span is None:
        raise UsageError("There is no data yet.", hint="Next: cjm import FILE …")
    found = named(touchpoint, everything) if touchpoint else _only_ivr(everything)
    scores = Scores(reader, catalog, state, span)
    known_until = scores.counted("repeat_7d").final_until
    values = {
        "touchpoint": found.touchpoint_id,
        **bounds(span.first, span.last),
        "known_until": known_until,
        "segment": chosen.segment,
        "from_hour": chosen.from_hour,
        "to_hour": chosen.to_hour,
        "version": chosen.version,
    }
    return AskedIvr(state, found, span, known_until, values, scores)


def _only_ivr(touchpoints: Iterable[Touchpoint]) -> Touchpoint:
    found = [touchpoint for touchpoint in touchpoints if touchpoint.channel == "ivr"]
    if len(found) == 1:
        return found[0]
    names = ", ".join(touchpoint.name for touchpoint in found)
    raise UsageError(
        "Which touchpoint?" if found else "There is no touchpoint of channel ivr.",
        hint=f"--touchpoint with one of: {names}." if found else "--touchpoint NAME shows another.",
    )


def ivr(
    reader: Reader,
    catalog: Catalog,
    touchpoint: str = "",
    period: str = "28d",
    chosen: FlowFilter = ALL_CALLS,
) -> Ivr:
    """Return how the calls of a touchpoint went, all of them or those that the filter lets pass.

    Raises UsageError as `asked_ivr` does.
    """
    found = asked_ivr(reader, catalog, touchpoint, period, chosen)
    flow = FlowTables(reader, catalog, found.values)
    minimum, at = reader.settings.minimum_n, found.touchpoint.touchpoint_id
    channel = found.touchpoint.channel
    ((score, _),) = touchpoint_scores(reader, found.scores, [found.touchpoint])
    owner, alarm = owner_words.owner_sentence(score)
    rows = [EndRow(*row) for row in flow.ask("ivr_ends")]
    total = sums(rows)
    share = Shares(minimum)
    agents = share.back(sums(row for row in rows if row.end_state in _WITH_AN_AGENT))
    kept = share.kept(total)
    times = {version: (seconds or [], menus) for version, seconds, menus in flow.ask("ivr_times")}
    in_use = [
        (v, first)
        for v, first, *_ in reader.query("ivr_versions", touchpoint=at, to=found.values["to"])
    ]
    nodes = nodes_of(reader, flow, found.period, found.values, share)
    version = in_use[-1][0] if in_use else ""
    by_version = flow.ask("ivr_nodes")
    marked = marks_of(reader, flow, at, version, by_version, leg_noun(channel))
    ways = flow.ask("ivr_ways", most=WAYS_SHOWN)
    parts = flow.ask("ivr_parts")
    by_state = Counter[str]()
    for row in rows:
        by_state[row.end_state] += row.calls
    nodes = _with_marks(nodes, marked)
    costs, lacking = costs_of(reader, channel, found.period.last, nodes)
    all_seconds = sorted(value for seconds, _ in times.values() for value in seconds)
    return Ivr(
        state=found.state,
        period=found.period,
        stage=stage_name(reader, found.touchpoint),
        touchpoint_id=at,
        name=found.touchpoint.name,
        channel=channel,
        owner=owner,
        owner_alarm=alarm,
        actions=tuple(
            a.title for a in actions_at(reader, at) if a.state.replace("_", " ") in _OPEN
        ),
        filter=chosen,
        minimum=minimum,
        known_until=found.known_until,
        calls=total.calls,
        ends=tuple(
            (state, share(by_state[state], total.calls)) for state in STATES if by_state[state]
        ),
        contained=share(total.contained, total.calls),
        coverage=share(total.kept_identified, total.contained),
        false_containment=kept,
        self_service=share(*resolved_of(rows)),
        recorded=sum(row.calls for row in recorded_of(rows)),
        orphans=_orphans(reader, found.values),
        agents=agents,
        excess=difference(kept.raw, agents.raw),
        excess_capped=difference(kept.capped, agents.capped),
        seconds=middle_and_tail(all_seconds),
        nodes=tuple(replace(node, cost=costs.get(node.place)) for node in nodes),
        ways=tuple(_way(share, row, total.calls, agents) for row in ways),
        ways_total=ways[0][-1] if ways else 0,
        versions=tuple(_versions(share, rows, times)),
        in_use=tuple(in_use),
        marks=tuple(mark.sentence for mark in marked),
        design=design_lines(reader, flow, at, channel, version, by_version) if nodes else (),
        more=(*_more(share, total), *lacking),
        segments=tuple((name, calls) for kind, name, calls, *_ in parts if kind == "segment"),
        hours=tuple(
            (int(name), calls, lost) for kind, name, calls, lost, _ in parts if kind == "hour"
        ),
        concerned=found.scores.incomplete_at(at),
        contained_signal="" if chosen.words else _signal(found, "ivr_containment"),
        back_signal="" if chosen.words else _signal(found, "ivr_false_containment"),
    )


def _orphans(reader: Reader, values: Mapping[str, Any]) -> tuple[int, int]:
    """Return how many steps of the period belong to no leg of any file, and how many legs."""
    ((steps, legs),) = reader.query("ivr_orphans", **{key: values[key] for key in ("from", "to")})
    return steps, legs


def _signal(found: AskedIvr, kpi: str) -> str:
    """Return the open signal of a KPI in words; "" where it is steady or cannot be judged."""
    place = Place(kpi, found.touchpoint.touchpoint_id)
    change = found.scores.charts([place])[place].change
    return signal(change) if change.signal in (Signal.BETTER, Signal.WORSE) else ""


def _versions(
    share: Shares, rows: list[EndRow], times: Mapping[str, tuple[list[float], Any]]
) -> Iterable[Version]:
    by_version: dict[str, list[EndRow]] = defaultdict(list)
    for row in rows:
        by_version[row.flow_version].append(row)
    for name, own in sorted(by_version.items(), key=lambda item: min(r.first_at for r in item[1])):
        total = sums(own)
        recorded = sum(row.calls for row in recorded_of(own))
        seconds = times.get(name, ([], None))[0]
        around = quantile_interval(seconds, 0.5) if seconds else None
        p50, p90 = middle_and_tail(seconds)
        yield Version(
            name=name,
            first=min(row.first_at for row in own).date(),
            last=max(row.last_at for row in own).date(),
            calls=total.calls,
            contained=share(total.contained, total.calls),
            back=share.kept(total),
            served=share(*resolved_of(own)),
            lost=share(sum(r.calls for r in own if r.end_state in LOST), recorded),
            zero=share(sum(r.calls for r in own if r.end_state == "zero_out"), recorded),
            seconds_p50=p50,
            seconds_p90=p90,
            p50_low=around.low if around else None,
            p50_high=around.high if around else None,
        )


def _way(share: Shares, row: tuple[Any, ...], calls: int, agents: Back) -> Way:
    way, n, end_state, lost, known, back, capped, capped_back, _ = row
    own = Back(share(back, known), share(capped_back, capped))
    return Way(
        nodes=tuple(way.split(APART)) if way else (),
        share=share(n, calls),
        end_state=end_state,
        lost=share(lost, n),
        back=own,
        excess=difference(own.raw, agents.raw),
        excess_capped=difference(own.capped, agents.capped),
    )


def _with_marks(nodes: list[Node], marked: Iterable[Marked]) -> list[Node]:
    by_node: dict[str, str] = {}
    for mark in marked:
        said = by_node.get(mark.node)
        by_node[mark.node] = f"{said}; {mark.reason}" if said else mark.reason
    return [replace(node, mark=by_node.get(node.name, "")) for node in nodes]


def _more(share: Shares, total: EndRow) -> Iterable[tuple[str, Share | None, str]]:
    yield (
        ("authentication", share(total.auth_ok, total.auth_tried), "of calls that tried")
        if total.auth_tried
        else ("authentication", None, "no auth_ok or auth_fail among the events")
    )
    yield (
        ("misroutes", share(total.misrouted, total.routed), "of calls passed on, passed on again")
        if total.routed
        else ("misroutes", None, "no next leg of a call that was passed on")
    )
    yield (
        ("call back taken", share(total.accepted, total.offered), "of calls that were offered one")
        if total.offered
        else ("call back", None, "no callback_offer among the events")
    )
