"""What stands behind a figure of an IVR: its SQL and rows; calls in a list."""

from datetime import datetime

from cjm_tui.domain.ivr import APART, Call, FlowCut, FlowFilter
from cjm_tui.domain.kpi import Estimate
from cjm_tui.domain.sql_text import with_parameters
from cjm_tui.domain.touchpoint import Figure
from cjm_tui.services.ivr import asked_ivr
from cjm_tui.services.panel_text import line_value
from cjm_tui.store.catalog import Catalog, literal
from cjm_tui.store.flow_tables import CALLS, VISITS, bound, chosen_of, cut, filled_in
from cjm_tui.store.session import Reader

_ONLY = {
    "": "true",
    "kept_known": "is_contained and back is not null",
    "recorded": "is_recorded",
    "unrecorded": "not is_recorded",
    "resolved": "is_recorded and back is not null",
    "lost": "is_lost",
    "ended": "is_last and is_lost",
    "last": "is_last",
}
_SHOWN = {
    CALLS: {
        "way": "replace(way, chr(31), ' > ')",
        "looped": "array_to_string(looped, ', ')",
    },
    VISITS: {"place": "replace(place, chr(31), ' > ')"},
}
_LIST = (
    "select source_id, local_at, end_state, seconds, coalesce(last_node, ''), back, way {rows}"
    " order by local_at desc, source_id limit {most}"
)


def ivr_figure(
    reader: Reader,
    catalog: Catalog,
    touchpoint: str,
    period: str,
    chosen: FlowFilter,
    wanted: FlowCut,
) -> Figure:
    """Return the SQL that gives the rows behind a figure, and how many there are."""
    found = asked_ivr(reader, catalog, touchpoint, period, chosen)
    name = _query(wanted)
    sql = cut(filled_in(reader, catalog, name, found.values), _where(wanted), _SHOWN[name])
    (n,) = reader.row(f"select count(*) from ({sql}) as counted")
    estimate = Estimate(n, None, None, None)
    at = found.touchpoint.touchpoint_id
    return Figure(wanted.words, at, f"ivr/{name}", sql, estimate, catalog.get(name).sql_hash)


def ivr_panel_text(
    reader: Reader,
    catalog: Catalog,
    touchpoint: str,
    period: str,
    chosen: FlowFilter,
    wanted: FlowCut,
) -> tuple[str, str]:
    """Return the query's name, and its SQL for the panel with the screen's filters above it."""
    found = asked_ivr(reader, catalog, touchpoint, period, chosen)
    name = _query(wanted)
    given = bound(reader, catalog, name, found.values)
    sql = cut(catalog.get(name).sql, _where(wanted), _SHOWN[name]) + "\n"
    return name, with_parameters(sql, {key: line_value(value) for key, value in given.items()})


def calls_of(
    reader: Reader,
    catalog: Catalog,
    touchpoint: str,
    period: str,
    chosen: FlowFilter,
    wanted: FlowCut,
    most: int = 200,
) -> tuple[tuple[Call, ...], int]:
    """Return the newest calls behind a figure, and how many there are in all."""
    found = asked_ivr(reader, catalog, touchpoint, period, chosen)
    behind = chosen_of(filled_in(reader, catalog, _query(wanted), found.values), _where(wanted))
    if _query(wanted) == VISITS:
        calls = filled_in(reader, catalog, CALLS, found.values)
        behind = chosen_of(calls, f"source_id in (select source_id {behind})")
    (n,) = reader.row(f"select count(*) {behind}")
    rows = reader.rows(_LIST.format(rows=behind, most=int(most)))
    return tuple(_call(*row) for row in rows), n


def _call(
    call_id: str, at: datetime, end: str, seconds: float | None, last: str, back: bool | None,
    way: str | None,
) -> Call:  # fmt: skip
    return Call(call_id, at, end, seconds, last, back, tuple(way.split(APART)) if way else ())


def _query(wanted: FlowCut) -> str:
    return VISITS if wanted.place is not None or wanted.node is not None else CALLS


def _where(wanted: FlowCut) -> str:
    parts = [_ONLY[wanted.only]] if wanted.only else []
    if wanted.place is not None:
        parts.append(f"place = {_text(wanted.place)}")
    if wanted.node is not None:
        parts.append(f"node = {literal(wanted.node)}")
    if _query(wanted) == VISITS and wanted.only not in ("ended", "last"):
        parts.append("is_first")
    if wanted.end_state is not None:
        parts.append(f"end_state = {literal(wanted.end_state)}")
    if wanted.version is not None:
        parts.append(f"coalesce(flow_version, '') = {literal(wanted.version)}")
    if wanted.way is not None:
        parts.append(f"coalesce(way, '') = {_text(wanted.way)}")
    return "\n    and ".join(parts) or "true"


def _text(nodes: str) -> str:
    """Return nodes parted by a control character as SQL that can be read and copied."""
    return " || chr(31) || ".join(literal(node) for node in nodes.split(APART))
