"""Gathered contacts in the database: their records, and the rows that are no longer made of them.

Some sources write a contact as many records, which may come in several files. Such records are kept
in `source_record`; whenever one is new, replaced or taken back, all rows of its contact are made
anew of all its records, so that it does not matter how they were cut into files.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from cjm_tui.domain.imports import UndoCount
from cjm_tui.store.plan import (
    STAGING,
    DataVersion,
    FactPlan,
    data_version,
    listed,
    quoted,
    same_key,
)
from cjm_tui.store.session import Reader, Writer
from cjm_tui.store.targets import BOOKKEEPING, RECORD, TARGETS, Column

# The facts that a gathered contact may have, the steps before the legs that lead to them.
GATHERED = ("interaction_event", "interaction", "feedback", "invitation", "contact")

_CELLS = "record_id, contact_id, cells, source_version"


class Deriving(Protocol):
    """Makes the rows of gathered contacts by the mapping of that name."""

    def __call__(
        self, reader: Reader, mapping: str, timezone: str, write: Callable[[Path], None]
    ) -> Path:
        """Let `write` put the records into a Parquet file; return the finished staging file."""
        ...


def stage_known(reader: Reader) -> DataVersion:
    """Copy what the database knows of the staged records' contacts into the staging file.

    Contacts that a staged record belonged to before, and leaves now, are among them. Returns the
    state of the data that this rests on.
    """
    staged = f"{STAGING}.{quoted('staged_' + RECORD)}"
    reader.rows(
        f"""
        create or replace table {STAGING}.known_record as
        select {_CELLS} from {RECORD} where contact_id in (
            select contact_id from {staged}
            union
            select d.contact_id from {RECORD} as d
            semi join {staged} as s on d.record_id = s.record_id
        )
        """
    )
    return data_version(reader)


def other_zone(reader: Reader, timezone: str) -> str | None:
    """Return another time zone in which earlier files of the staged records' contacts were read.

    Records that the staged ones replace do not count.
    """
    staged = f"{STAGING}.{quoted('staged_' + RECORD)}"
    found = reader.rows(
        f"select min(d.timezone) from {RECORD} as d"
        f" semi join {STAGING}.known_record as k on d.record_id = k.record_id"
        f" anti join {staged} as s on d.record_id = s.record_id where d.timezone <> ?",
        [timezone],
    )
    return found[0][0] if found else None


def plan_gone(reader: Reader, plan: FactPlan) -> FactPlan:
    """Add the rows that are no longer made of gathered contacts to those that go to the history."""
    target = TARGETS[plan.name]
    old = f"{STAGING}.{quoted('old_' + plan.name)}"
    if not plan.replaces:
        reader.rows(
            f"create or replace table {old} as select {listed(target.key)}"
            f" from {quoted(plan.name)} limit 0"
        )
    reader.rows(
        f"insert into {old} select {listed(target.key, 'd')} from {quoted(plan.name)} as d"
        f" where {_belongs(plan.name, f'{STAGING}.gathered_contact')} and not exists"
        f" (from {STAGING}.{quoted('staged_' + plan.name)} as s"
        f" where {same_key(target.key, 's', 'd')})"
    )
    (gone,) = reader.row(f"select count(*) from {old}")
    return replace(plan, replaces=gone > 0, derived=True)


def regather(
    writer: Writer, mapping: str, columns: dict[str, tuple[Column, ...]], derive: Deriving
) -> dict[str, UndoCount]:
    """Make the contacts anew whose records an undo has taken, or given back.

    Expects these in `undone_source_record` and `restored_source_record`, and leaves what the facts
    said before in `undone_<fact>`, and what they say now in `restored_<fact>`.
    """
    writer.execute(
        f"create or replace temp table regathered as select contact_id from undone_{RECORD}"
        f" union select contact_id from restored_{RECORD}"
    )
    remaining = f"from {RECORD} where contact_id in (from regathered)"
    writer.execute(
        "create or replace temp table brought as select contact_id,"
        f" min(first_batch) as first_batch, max(last_batch) as last_batch {remaining}"
        " group by contact_id"
    )
    counts: dict[str, UndoCount] = {}
    for name in GATHERED:
        counts[name] = UndoCount()
        undone, restored = quoted("undone_" + name), quoted("restored_" + name)
        belongs = _belongs(name, "regathered")
        writer.execute(
            f"create or replace temp table {undone} as from {quoted(name)} as d where {belongs}"
        )
        writer.execute(f"create or replace temp table {restored} as from {undone} limit 0")
    made = _derived(writer, mapping, remaining, derive)
    for name in GATHERED:
        if name in made:
            counts[name] = _replace(writer, name, columns[name])
    return counts


def forget_history(writer: Writer, batch: int) -> None:
    """Remove versions of gathered rows that the batch made or replaced: they never were."""
    for name in GATHERED:
        writer.execute(
            f"delete from {quoted(name + '_history')} as d"
            f" where {_belongs(name, 'regathered')} and $batch in (last_batch, replaced_by)",
            {"batch": batch},
        )


def _derived(writer: Writer, mapping: str, remaining: str, derive: Deriving) -> frozenset[str]:
    """Attach the rows made of the remaining records; return the tables that the mapping makes."""

    def write(path: Path) -> None:
        text = str(path).replace("'", "''")
        writer.execute(f"copy (select {_CELLS} {remaining}) to '{text}' (format parquet)")

    (timezone,) = writer.row(f"select coalesce(max_by(timezone, last_batch), 'UTC') {remaining}")
    path = derive(writer, mapping, str(timezone), write)
    with writer.attach(path, STAGING):
        found = writer.rows(
            "select table_name from duckdb_tables() where database_name = ?", [STAGING]
        )
    staged = {str(name) for (name,) in found}
    return frozenset(name for name in GATHERED if f"staged_{name}" in staged)


def _replace(writer: Writer, name: str, columns: tuple[Column, ...]) -> UndoCount:
    names = [column.name for column in columns]
    table, undone, restored = quoted(name), quoted("undone_" + name), quoted("restored_" + name)
    contact = "s.contact_id"
    legs = ""
    if name == "interaction_event":
        contact = "l.contact_id"
        legs = f"join {STAGING}.staged_interaction as l on s.interaction_id = l.interaction_id"
    writer.execute(f"delete from {table} as d where {_belongs(name, 'regathered')}")
    writer.execute(
        f"create or replace temp table {restored} as"
        f" select {listed(names, 's')}, b.first_batch, b.last_batch"
        f" from {STAGING}.{quoted('staged_' + name)} as s {legs}"
        f" join brought as b on {contact} = b.contact_id"
    )
    writer.execute(
        f"insert into {table} ({listed([*names, *BOOKKEEPING])})"
        f" select {listed([*names, *BOOKKEEPING])} from {restored}"
    )
    key = listed(TARGETS[name].key)
    (removed,) = writer.row(
        f"select count(*) from (select {key} from {undone} except select {key} from {restored})"
    )
    (changed,) = writer.row(
        f"select count(*) from (select {listed(names)} from {restored}"
        f" except select {listed(names)} from {undone})"
    )
    return UndoCount(int(removed), int(changed))


def _belongs(name: str, contacts: str) -> str:
    """Return SQL for whether the row `d` of a table is one of these contacts'."""
    if name == "interaction_event":
        return (
            "d.interaction_id in (select i.interaction_id from interaction as i"
            f" where i.contact_id in (select c.contact_id from {contacts} as c))"
        )
    return f"d.contact_id in (select c.contact_id from {contacts} as c)"
