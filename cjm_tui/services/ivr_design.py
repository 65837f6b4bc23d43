"""The designed flow beside the walked one: nodes nobody reaches, steps nobody designed."""

from collections.abc import Sequence

from cjm_tui.services.ivr_marks import NodeRow
from cjm_tui.store.flow_tables import FlowTables
from cjm_tui.store.session import Reader

NO_DESIGN = "no designed flow: the tree is learned from the events"
_OF_AN_IVR = (
    ", no node is known as a success, and who hears what he wanted and hangs up counts as gave up"
    " (docs/ivr.md)"
)
_MOST = 10


def design_lines(
    reader: Reader,
    flow: FlowTables,
    touchpoint_id: str,
    channel: str,
    version: str,
    rows_of: Sequence[NodeRow],
) -> tuple[str, ...]:
    """Return in sentences where the newest version's calls and its design differ.

    A step back to a node above, or to the node itself, is nobody's design and nobody's deviation,
    but one that closes a loop is said.
    """
    rows = [
        row
        for row in reader.query("ivr_design", touchpoint=touchpoint_id)
        if row[0] in (version, "")
    ]
    if not rows:
        return (NO_DESIGN + (_OF_AN_IVR if channel == "ivr" else ""),)
    moves = [row[1:] for row in flow.ask("ivr_moves") if row[0] == version]
    calls = {row[1]: row[3] for row in rows_of if row[0] == version}
    designed = {(parent, node) for _, node, parent, *_ in rows if parent}
    walked = {(node, following) for node, following, *_ in moves}
    of = f" in flow {version}" if version else ""
    lines = [f"nobody reaches {node}{of}" for node in sorted({row[1] for row in rows} - set(calls))]
    lines += [
        f"nobody goes from {parent} to {node}, as designed{of}"
        for parent, node in sorted(designed - walked)
        if parent in calls and node in calls
    ]
    undesigned = [
        (node, following, times)
        for node, following, times in moves
        if (node, following) not in designed and node != following
    ]
    lines += [
        f"nobody designed {node} → {following}: {times:,} times{of}"
        for node, following, times in undesigned[:_MOST]
    ]
    if len(undesigned) > _MOST:
        lines.append(f"and {len(undesigned) - _MOST} more steps that nobody designed")
    return tuple(lines)
