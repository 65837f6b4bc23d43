"""Dead ends and loops of an IVR's newest flow version, each with its reason."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cjm_tui.domain import display
from cjm_tui.domain.statistics.intervals import wilson
from cjm_tui.services.ivr_shares import ENOUGH
from cjm_tui.store.flow_tables import FlowTables
from cjm_tui.store.session import Reader

NodeRow = tuple[Any, ...]  # of ivr_nodes

_NO_DEAD_ENDS = ("transfer", "exit")
_ALMOST_NOBODY = 0.05  # who ends well, at most, by the upper end of the interval
_MANY = 0.25  # who leave there, at least, by the lower end
_LOOPING = 0.02  # who come back twice or more, at least, by the lower end


@dataclass(frozen=True, slots=True)
class Marked:
    """A node with what is wrong with it."""

    node: str
    reason: str
    version: str

    @property
    def sentence(self) -> str:
        """The node, the flow version and the reason."""
        of = f" (flow {self.version})" if self.version else ""
        return f"{self.node}{of}: {self.reason}"


def marks_of(
    reader: Reader,
    flow: FlowTables,
    touchpoint_id: str,
    version: str,
    nodes: Sequence[NodeRow],
    noun: str = "call",
) -> list[Marked]:
    """Return the marked nodes, dead ends first, each kind by the callers concerned.

    Of the calls put together, those of the newest version count; `nodes` are the rows of ivr_nodes.
    """
    design = reader.query("ivr_design", touchpoint=touchpoint_id)
    success = {node for v, node, _, _, _, good in design if good and v in (version, "")}
    rows = [row for row in nodes if row[0] == version]
    sizes = {row[1]: row[3] for row in rows if row[3] >= ENOUGH}
    ends = [
        _dead_end(version, noun, *row[1:9])
        for row in rows
        if row[1] in sizes and row[1] not in success
    ]
    sets = [(nodes, calls) for v, nodes, calls in flow.ask("ivr_loops") if v == version]
    return [end for end in ends if end is not None] + _loops(version, noun, sizes, sets)


def _dead_end(
    version: str, noun: str, node: str, kind: str | None, calls: int, visits: int,
    ended: int, lost: int, served: int, again: int,
) -> Marked | None:  # fmt: skip
    if kind in _NO_DEAD_ENDS or wilson(served, calls).high > _ALMOST_NOBODY:
        return None
    if wilson(lost, calls).low < _MANY:
        return None
    reason = (
        f"dead end: {_of(served, calls, noun)} ended well from here;"
        f" {100 * ended / calls:.0f}% leave here, {100 * again / visits:.0f}% are asked again"
    )
    return Marked(node, reason, version)


def _of(part: int, whole: int, noun: str) -> str:
    return f"{'none' if part == 0 else f'{part:,}'} of {display.counted(whole, noun)}"


def _loops(
    version: str, noun: str, sizes: dict[str, int], sets: list[tuple[list[str], int]]
) -> list[Marked]:
    """Name each loop once, at the node the most of whose calls are caught in it."""
    left, found = list(sets), []
    while left:
        looped: Counter[str] = Counter()
        for nodes, calls in left:
            for node in nodes:
                looped[node] += calls
        known = [node for node in looped if node in sizes]
        if not known:
            break
        node = max(known, key=lambda name: (looped[name] / sizes[name], name))
        around = wilson(looped[node], sizes[node])
        mine = [entry for entry in left if node in entry[0]]
        left = [entry for entry in left if node not in entry[0]]
        if around.low < _LOOPING:
            continue
        others = sorted({other for nodes, _ in mine for other in nodes} - {node})
        by_way = f", by way of {', '.join(others)}" if others else ""
        share = 100 * looped[node] / sizes[node]
        ends = f"[{100 * around.low:.0f}–{100 * around.high:.0f}]"
        reason = (
            f"loop: {display.counted(looped[node], noun)} came back twice or more"
            f" ({share:.0f}% {ends} of {sizes[node]:,}){by_way}"
        )
        found.append(Marked(node, reason, version))
    return found
