"""The tree of an IVR's nodes: visits, exits against the same weekdays, times, costs."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from cjm_tui.domain.ivr import APART, Change, Node, Share
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.discoveries import discoveries
from cjm_tui.domain.statistics.intervals import mean_interval, two_proportions
from cjm_tui.services.ivr_shares import ENOUGH, Shares
from cjm_tui.store.flow_tables import FlowTables
from cjm_tui.store.session import Reader

PLACES_SHOWN = 500
_WEEKS = 8


def same_weekdays(period: Period) -> list[date]:
    """Return the same weekdays of the eight weeks before the period's days, but for its own."""
    days = (period.first + timedelta(days=n) for n in range(period.days))
    before = {day - timedelta(weeks=week) for day in days for week in range(1, _WEEKS + 1)}
    return sorted(day for day in before if day < period.first)


def nodes_of(
    reader: Reader, flow: FlowTables, period: Period, values: Mapping[str, Any], share: Shares
) -> list[Node]:
    """Return the places of the calls put together, in the order of the tree."""
    rows = flow.ask("ivr_places")[:PLACES_SHOWN]
    dwells = {place: (p50, p90) for place, p50, p90, _ in flow.ask("ivr_dwells")}
    days = same_weekdays(period)
    keys = ("touchpoint", "segment", "from_hour", "to_hour", "version")
    chosen = {key: values[key] for key in keys}
    before = {p: (c, e) for p, c, e in reader.query("ivr_exits_before", days=days, **chosen)}
    calls = {row[0]: row[3] for row in rows}
    roots = sum(row[3] for row in rows if APART not in row[0])
    below: Counter[str] = Counter()
    for row in rows:
        place = row[0]
        while place:
            below[place] += row[6]
            place = place.rpartition(APART)[0]
    nodes = []
    for place, name, kind, n, visits, ended, lost, again, again_sq in rows:
        around = mean_interval(visits, again, again_sq)
        p50, p90 = dwells[place]
        nodes.append(
            Node(
                place=place, name=name, kind=kind or "", calls=n,
                of_parent=share(n, calls.get(place.rpartition(APART)[0], roots)),
                exits=share(ended, n), lost=lost, lost_below=below[place],
                again=100 * again / visits,
                again_low=100 * max(0.0, around.low) if around else None,
                again_high=100 * around.high if around else None,
                visits=visits, returns=visits - n, dwell_p50=p50, dwell_p90=p90, change=None,
            )
        )  # fmt: skip
    return _ordered(_compared(nodes, before))


def _compared(nodes: list[Node], before: Mapping[str, tuple[int, int]]) -> list[Node]:
    """Hold each node's exits against those of the same weekdays before."""
    held, p_values = [], []
    for place, node in enumerate(nodes):
        calls, ended = before.get(node.place, (0, 0))
        if min(calls, node.calls) >= ENOUGH:
            found = two_proportions(ended, calls, node.exits.part, node.calls)
            held.append((place, found))
            p_values.append(found.p)
    sure = set(discoveries(p_values, 0.05))
    result = list(nodes)
    for number, (place, found) in enumerate(held):
        change = Change(100 * found.difference, 100 * found.low, 100 * found.high, number in sure)
        result[place] = replace(nodes[place], change=change)
    return result


def _ordered(nodes: list[Node]) -> list[Node]:
    """Return the tree from the top, siblings with most lost callers first."""
    children: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        children[node.parent].append(node)
    for below in children.values():
        below.sort(key=lambda node: (-node.lost_below, -node.calls, node.place))
    result: list[Node] = []
    waiting = list(reversed(children[""]))
    while waiting:
        node = waiting.pop()
        result.append(node)
        waiting += reversed(children[node.place])
    return result


def costs_of(
    reader: Reader, channel: str, last: date, nodes: list[Node]
) -> tuple[dict[str, float], tuple[tuple[str, Share | None, str], ...]]:
    """Return what each node costs, or which rates lack for it.

    A node's time at the IVR's rate a minute, and for each caller who leaves it for an agent what a
    contact by phone costs.
    """
    rates = {c: (each, minute) for c, each, minute in reader.query("ivr_rates", last=last)}
    minute = rates.get(channel, (None, None))[1]
    each = rates.get("phone", (None, None))[0]
    if minute is None or each is None:
        lacking = [
            *([f"cost_rate.per_minute of {channel or 'the channel'}"] if minute is None else []),
            *(["cost_rate.per_contact of phone"] if each is None else []),
        ]
        return {}, (("node cost", None, f"no {' and no '.join(lacking)}"),)
    costs = {}
    for node in nodes:
        passed = sum(
            other.calls
            for other in nodes
            if other.parent == node.place and other.kind == "transfer"
        )
        costs[node.place] = node.visits * (node.dwell_p50 or 0) / 60 * minute + passed * each
    return costs, ()
