"""The roll-up as it will be once the staged facts are in, computed before the lock is taken.

Under the shared gate, temporary views stand in front of the tables of facts and show them as the
plan will leave them; the roll-up is refreshed over these into a temporary copy of `kpi_day`. What
the exclusive lock then has to do is to copy the rows that differ.
"""

from cjm_tui.store import flow, rollup
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.kpi_faults import SiteKpiError, note_fault, try_again
from cjm_tui.store.plan import STAGING, FactPlan, FactsPlan, listed, quoted, same_key
from cjm_tui.store.session import Reader, Writer
from cjm_tui.store.targets import TARGETS, Column

_DAY_KEY = ("kpi", "sql_hash", "touchpoint_id", "day")


def stage_rollup(
    reader: Reader, plan: FactsPlan, columns: dict[str, tuple[Column, ...]], catalog: Catalog
) -> None:
    """Leave `kpi_day` and `kpi_definition` in the staging file as they will be."""
    own = quoted(str(reader.row("select current_database()")[0])) + ".main"
    scratch = reader.scratch()
    changed = [target for target in plan.targets if target.changes]
    for target in changed:
        names = [column.name for column in columns[target.name]]
        scratch.execute(
            f"create or replace temp view {quoted(target.name)} as"
            f" {_merged(target, names, f'{own}.{quoted(target.name)}')}"
        )
    scratch.execute(f"create or replace temp table kpi_fault as from {own}.kpi_fault")
    try_again(scratch, catalog)

    def stage_flow(days: flow.Changed | None) -> None:
        flow.stage(scratch, catalog, days, own, STAGING)

    tables = {target.name for target in changed}
    while True:
        for table in ("kpi_day", "kpi_definition"):
            scratch.execute(
                f"create or replace temp table {table} as from {own}.{table} order by rowid"
            )
        try:
            rollup.refresh(scratch, catalog, plan.days, tables, flows=stage_flow)
            break
        except SiteKpiError as error:  # no transaction runs here that it could have ended
            note_fault(scratch, error)
    for table in ("kpi_day", "kpi_definition", "kpi_fault"):
        scratch.execute(
            f"create or replace table {STAGING}.{table} as from temp.{table} order by rowid"
        )


def apply_rollup(writer: Writer) -> None:
    """Make the database's roll-up the one that was staged."""
    flow.apply(writer, STAGING)
    staged = f"{STAGING}.kpi_day"
    same = same_key(_DAY_KEY, "d", "s")
    writer.execute(
        f"delete from kpi_day as d where not exists"
        f" (from {staged} as s where {same} and hash(s) = hash(d))"
    )
    writer.execute(
        f"insert into kpi_day from {staged} as s"
        f" where not exists (from kpi_day as d where {same}) order by kpi, day"
    )
    writer.execute(
        f"insert into kpi_definition from {STAGING}.kpi_definition except from kpi_definition"
    )
    writer.execute("delete from kpi_fault")
    writer.execute(f"insert into kpi_fault from {STAGING}.kpi_fault")


def _merged(target: FactPlan, names: list[str], table: str) -> str:
    old = ""
    if target.replaces:
        same = same_key(TARGETS[target.name].key, "d", "o")
        old = f" anti join {STAGING}.{quoted('old_' + target.name)} as o on {same}"
    return (
        f"select {listed(names, 'd')}, d.first_batch, d.last_batch from {table} as d{old}"
        f" union all select {listed(names, 'n')}, 0::bigint, 0::bigint"
        f" from {STAGING}.{quoted(target.new_table)} as n"
    )
