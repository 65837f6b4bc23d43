"""What stands behind a figure of paths: SQL that runs as it stands, as many rows as it said."""

from cjm_tui.domain.kpi import Estimate
from cjm_tui.domain.path_rules import PathWish
from cjm_tui.domain.paths import Behind, Mark, PathFigure
from cjm_tui.domain.touchpoint import Figure
from cjm_tui.errors import UsageError
from cjm_tui.services.paths import asked_paths
from cjm_tui.store.catalog import Catalog, literal
from cjm_tui.store.path_tables import standing
from cjm_tui.store.session import Reader

_CASES = """select
    local_at,
    array_to_string(touchpoints, ' > ') as touchpoints,
    steps,
    seconds,
    came_back,
    'path' as source_table,
    path_id as source_id
from path_cases
where {where}
order by local_at, path_id"""
_STEPS = """select
    local_at,
    touchpoint_id as here,
    next_id as "next",
    wait_s,
    came_back,
    source_table,
    source_id
from path_steps
where {where}
order by local_at, path_id, position"""
_LEGS_OF = """select
    source_table,
    source_id
from path_steps
where path_id in (select path_id from {table} where {where})"""
_WITH_STEP = "path_id in (select path_id from path_steps where {where})"
_OF_STEPS = (Behind.STEPS, Behind.SWITCH)


def path_figure(
    reader: Reader, catalog: Catalog, period: str, wish: PathWish, mark: Mark
) -> PathFigure:
    """Return the rows behind a figure, paths or visits, and the legs of those paths.

    Raises UsageError as `paths` does, and where there is no data.
    """
    found = asked_paths(reader, catalog, period, wish)
    if found is None:
        raise UsageError("There is no data yet.", hint="Next: cjm import FILE …")
    where = _where(reader, mark)
    template = _STEPS if mark.behind in _OF_STEPS else _CASES
    needs_steps = mark.behind in _OF_STEPS or "path_steps" in where
    rows = template.format(where=where)
    table = "path_steps" if mark.behind in _OF_STEPS else "path_cases"
    legs = _LEGS_OF.format(table=table, where=where)
    return PathFigure(
        _figure(catalog, mark, standing(catalog, found.sql, rows, steps=needs_steps)),
        _figure(catalog, mark, standing(catalog, found.sql, legs, steps=True)),
    )


def _figure(catalog: Catalog, mark: Mark, sql: str) -> Figure:
    name = "path_steps" if mark.behind in _OF_STEPS else "path_cases"
    query = catalog.get(name)
    n = Estimate(mark.n, None, None, None)
    return Figure("paths", "", f"paths/{name}", sql, n, query.sql_hash)


def _where(reader: Reader, mark: Mark) -> str:
    ends = [literal(name) for name in mark.touchpoints]
    match mark.behind:
        case Behind.PATHS:
            return "true"
        case Behind.VARIANT:
            longer = ">" if mark.flag else "="
            return f"touchpoints = [{', '.join(ends)}]\n    and steps {longer} len(touchpoints)"
        case Behind.REST:
            return _rest(reader.settings.path_variants)
        case Behind.BEGINS:
            return f"touchpoints[1] = {ends[0]}"
        case Behind.MOVE:
            return _WITH_STEP.format(where=_move(ends, turns=mark.flag))
        case Behind.STEPS if mark.to_end:
            ending = "goes_on" if mark.flag else "not goes_on"
            return f"touchpoint_id = {ends[0]} and next_id is null and {ending}"
        case Behind.STEPS:
            return _move(ends, turns=mark.flag)
        case Behind.SWITCH:
            pair = f"channel = {ends[0]} and next_channel = {ends[1]}"
            return f"turns and wait_s <= 86400 and {pair}"
        case Behind.LOOP:
            return _loop(ends[0], direct=mark.flag)


def _move(ends: list[str], *, turns: bool) -> str:
    kind = "turns" if turns else "not turns"
    return f"touchpoint_id = {ends[0]} and next_id = {ends[1]} and {kind}"


def _loop(touchpoint: str, *, direct: bool) -> str:
    return _WITH_STEP.format(
        where=f"touchpoint_id = {touchpoint}\n"
        "    qualify position - lag(position) over (partition by path_id order by position)"
        f" {'=' if direct else '>'} 1"
    )


def _rest(kept: int) -> str:
    """Return the condition of the variants beyond those that are kept."""
    return (
        "(touchpoints, steps > len(touchpoints)) not in (\n"
        "    select (touchpoints, steps > len(touchpoints)) from path_cases\n"
        "    group by touchpoints, steps > len(touchpoints)\n"
        "    order by count(*) desc, touchpoints asc, steps > len(touchpoints) asc\n"
        f"    limit {kept}\n)"
    )
