"""The one short transaction of an import: rows, history, map, roll-up and ledgers together."""

from cjm_tui.store.contacts import makes_contacts
from cjm_tui.store.offers import keep_offers
from cjm_tui.store.plan import STAGING, FactPlan, FactsPlan, listed, quoted, same_key
from cjm_tui.store.session import Writer
from cjm_tui.store.targets import TARGETS, Column
from cjm_tui.store.unplaced import add_named, drop_abandoned


def apply_facts(
    writer: Writer, plan: FactsPlan, columns: dict[str, tuple[Column, ...]], batch: int
) -> None:
    """Copy what the plan says from the attached staging file; replaced rows go to the history.

    Touchpoints that only these facts name are added to the map, without a stage.
    """
    own_contacts = makes_contacts(writer, [target.name for target in plan.targets])
    for target in plan.targets:
        if not target.derived and (target.name != "contact" or own_contacts):
            keep_offers(writer, target, columns[target.name], batch)
        if target.replaces:
            _retire(writer, target.name, batch)
        if target.count.inserted or target.count.updated:
            _insert(writer, target, columns[target.name], batch)
    add_named(writer, plan, columns)
    if any(target.derived and target.replaces for target in plan.targets):
        drop_abandoned(writer, batch)


def _retire(writer: Writer, name: str, batch: int) -> None:
    """Move the rows whose keys are in `old_<name>` to the history."""
    old = f"{STAGING}.{quoted('old_' + name)}"
    same = same_key(TARGETS[name].key, "d", "o")
    writer.execute(
        f"insert into {quoted(name + '_history')}"
        f" select d.*, $batch from {quoted(name)} as d semi join {old} as o on {same}",
        {"batch": batch},
    )
    writer.execute(f"delete from {quoted(name)} as d using {old} as o where {same}")


def _insert(writer: Writer, plan: FactPlan, columns: tuple[Column, ...], batch: int) -> None:
    names = [column.name for column in columns]
    first = "coalesce(n._first, $batch)" if plan.with_first else "$batch"
    writer.execute(
        f"insert into {quoted(plan.name)} ({listed(names)}, first_batch, last_batch)"
        f" select {listed(names, 'n')}, {first}, $batch"
        f" from {STAGING}.{quoted(plan.new_table)} as n",
        {"batch": batch},
    )
