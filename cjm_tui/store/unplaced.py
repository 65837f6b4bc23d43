"""Touchpoints that only facts name: a row of the map without a stage, until somebody places it."""

from cjm_tui.store.plan import STAGING, FactsPlan, quoted
from cjm_tui.store.session import Writer
from cjm_tui.store.targets import Column

FACTS = ("interaction", "feedback", "invitation", "measure", "forecast")


def add_named(writer: Writer, plan: FactsPlan, columns: dict[str, tuple[Column, ...]]) -> None:
    """Add the touchpoints that the attached staging file's new facts name and the map lacks."""
    for target in plan.targets:
        if target.changes and any(c.name == "touchpoint_id" for c in columns[target.name]):
            _add(writer, target.name, f"{STAGING}.{quoted(target.new_table)}")


def add_used(writer: Writer) -> None:
    """Add the touchpoints that any fact names and the map lacks."""
    for name in FACTS:
        _add(writer, name, quoted(name))


def drop_abandoned(writer: Writer, batch: int) -> None:
    """Remove what only rows have named that the batch replaced, or made vanish."""
    if writer.row(_LEFT, {"batch": batch})[0]:
        drop_unused(writer)


def drop_unused(writer: Writer) -> None:
    """Remove what facts have added to the map and neither facts nor people use any more."""
    used = " union ".join(
        f"select {quoted(column)} from {quoted(table)}"
        for table, column in writer.rows(_NAMING_COLUMNS)
    )
    writer.execute(f"{_DROP} and t.touchpoint_id not in (from ({used}) as u (id) where id <> '')")


def _add(writer: Writer, name: str, facts: str) -> None:
    channel = "f.channel" if name == "interaction" else "null::varchar"
    writer.execute(
        f"""
        insert into touchpoint (touchpoint_id, name, channel)
        select n.touchpoint_id, n.touchpoint_id,
            case when count(*) filter (n.channel <> '') = 1 then max(n.channel) end
        from (select distinct f.touchpoint_id, {channel} as channel from {facts} as f) as n
        anti join touchpoint as t on n.touchpoint_id = t.touchpoint_id
        where n.touchpoint_id is not null group by n.touchpoint_id order by n.touchpoint_id
        """
    )


_NAMING_COLUMNS = """
    select table_name, column_name from duckdb_columns()
    where database_name = current_database() and schema_name = 'main' and not internal
        and column_name in ('touchpoint_id', 'comparison_touchpoint')
        and table_name not in (
            'touchpoint', 'kpi_day', 'incomplete_day', 'batch_day', 'flow_visit', 'flow_leg'
        )
        and not ends_with(table_name, '_history')
"""

_DROP = """
    delete from touchpoint as t
    where t.name = t.touchpoint_id and t.stage_id is null and t.position is null
        and t.moment_of_truth is null and t.adds_value is null and t.standard_of_good is null
        and t.good_kpi is null and t.good_threshold is null and t.good_author is null
        and not exists (
            from change_log as c left join import_batch as b on c.why = 'import batch ' || b.batch
            where c.noun = 'touchpoint' and c.id = t.touchpoint_id and c.new = 'added'
                and b.undone_at is null
        )
"""

_LEFT = """
    select exists (
        from touchpoint as t semi join interaction_history as h
            on t.touchpoint_id = h.touchpoint_id and h.replaced_by = $batch
        where t.name = t.touchpoint_id and t.stage_id is null
    )
"""
