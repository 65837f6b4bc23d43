"""Contacts made of their legs: the same whatever files the legs came in, and in whatever order.

A contact begins with its first leg and lasts until no leg of it goes on; what it is about, who it
was and which way it went is what the earliest leg says that says anything; the last leg says
whether it helped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cjm_tui.store.plan import STAGING, FactPlan, listed, quoted, same_key
from cjm_tui.store.session import Reader, Writer
from cjm_tui.store.targets import BOOKKEEPING, TARGETS, Column

_EARLIEST = ("source", "customer_key", "direction", "reason", "segment")
_FIRST_LEG = ("local_at", "time_flag")


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of contacts that were made anew, and the local days of those before and after."""

    removed: int
    changed: int
    days: frozenset[date]


def stage_contacts(
    reader: Reader, legs: FactPlan, leg_columns: tuple[Column, ...], columns: tuple[Column, ...]
) -> None:
    """Fill `staged_contact` with every contact that a changed leg belongs or belonged to."""
    names = [column.name for column in leg_columns]
    new = f"{STAGING}.{quoted(legs.new_table)}"
    known = bool(reader.row("select exists (from interaction)")[0])
    if known:
        _stage_touched(reader, legs, new)
        reader.rows(
            f"""
            create or replace table {STAGING}.leg as
            select {listed(names)} from {new}
            union all
            select {listed(names, "i")} from interaction as i
            semi join {STAGING}.touched as t on i.contact_id = t.contact_id
            anti join {new} as n on {same_key(TARGETS["interaction"].key, "i", "n")}
            {_without_old(legs)}
            """
        )
        source = f"{STAGING}.leg"
    else:
        source = new
    reader.rows(
        f"create or replace table {STAGING}.many as select contact_id from {source}"
        " group by contact_id having count(*) > 1"
    )
    reader.rows(
        f"""
        create or replace table {STAGING}.staged_contact as
        select 0::bigint as _line, {", ".join(_single(column) for column in columns)}
        from {source} as l anti join {STAGING}.many as m on l.contact_id = m.contact_id
        union all
        select * from (
            select 0::bigint as _line, {", ".join(_joint(column) for column in columns)}
            from {_numbered(f"{source} as i semi join {STAGING}.many as m using (contact_id)")} as l
            group by l.contact_id
            order by started_at
        ) as joint
        """
    )


def untouched_contacts(reader: Reader, legs: FactPlan) -> int:
    """Return how many contacts of the file's legs are known with just these legs."""
    if legs.new_table.startswith("staged_"):
        return 0
    touched = f"select contact_id from {STAGING}.staged_contact"
    row = reader.row(
        f"select count(distinct contact_id) from {STAGING}.staged_interaction"
        f" where contact_id not in ({touched})"
    )
    return int(row[0])


def gone_contacts(reader: Reader, plan: FactPlan, legs: FactPlan) -> int:
    """Add contacts that lost their last leg to those whose rows go to the history."""
    if not legs.replaces:
        return 0
    if not plan.replaces:
        reader.rows(f"create or replace table {STAGING}.old_contact (contact_id varchar)")
    reader.rows(
        f"""
        insert into {STAGING}.old_contact
        select d.contact_id from contact as d
        semi join {STAGING}.touched as t on d.contact_id = t.contact_id
        anti join {STAGING}.staged_contact as s on d.contact_id = s.contact_id
        """
    )
    return int(reader.row(f"select count(*) from {STAGING}.old_contact")[0])


def makes_contacts(writer: Writer, targets: Iterable[str]) -> bool:
    """Return whether the attached staging file's contacts are its own, not made of legs."""
    return "contact" in targets and not _staged_from_legs(writer)


def rebuild_contacts(writer: Writer, columns: tuple[Column, ...]) -> Rebuilt:
    """Make the contacts listed in the temporary table `touched` of the legs that they have now.

    Those that a batch brought as contacts of its own stay as they are.
    """
    names = [column.name for column in columns]
    writer.execute(
        """
        delete from touched where contact_id in (
            select d.contact_id from contact as d
            join import_batch as b on d.last_batch = b.batch where b.makes_contacts)
        """
    )
    writer.execute(
        "create or replace temp table contact_before as"
        " select d.* from contact as d semi join touched as t on d.contact_id = t.contact_id"
    )
    writer.execute("delete from contact as d using touched as t where d.contact_id = t.contact_id")
    made = ", ".join(_joint(column) for column in columns)
    writer.execute(
        f"insert into contact ({listed([*names, *BOOKKEEPING])})"
        f" select {made}, min(l.first_batch), max(l.last_batch)"
        f" from {_numbered('interaction as i semi join touched as t using (contact_id)')} as l"
        " group by l.contact_id order by started_at"
    )
    now = "contact as d semi join touched as t on d.contact_id = t.contact_id"
    (removed,) = writer.row(
        "select count(*) from contact_before anti join contact using (contact_id)"
    )
    (changed,) = writer.row(
        f"select count(*) from (select {listed(names, 'd')} from {now}"
        f" except select {listed(names)} from contact_before)"
    )
    days = writer.rows(
        f"select local_at::date from contact_before union select d.local_at::date from {now}"
    )
    found = frozenset(day for (day,) in days if day is not None)
    return Rebuilt(int(removed), int(changed), found)


def _staged_from_legs(reader: Reader) -> bool:
    return bool(
        reader.row(
            "select exists (from duckdb_tables() where database_name = ? and table_name = 'many')",
            [STAGING],
        )[0]
    )


def _stage_touched(reader: Reader, legs: FactPlan, new: str) -> None:
    moved_from = (
        f"""
        union
        select i.contact_id from interaction as i
        semi join {STAGING}.old_interaction as o
            on {same_key(TARGETS["interaction"].key, "i", "o")}
        """
        if legs.replaces
        else ""
    )
    reader.rows(
        f"create or replace table {STAGING}.touched as"
        f" select distinct contact_id from {new} {moved_from}"
    )


def _without_old(legs: FactPlan) -> str:
    same = same_key(TARGETS["interaction"].key, "i", "o")
    return f"anti join {STAGING}.old_interaction as o on {same}" if legs.replaces else ""


def _single(column: Column) -> str:
    """A contact of one leg: what the leg says."""
    name = quoted(column.name)
    if column.name == "source_version":
        return "null::timestamp as source_version"
    return f"l.{name} as {name}"


def _numbered(legs: str) -> str:
    """Return SQL for the legs `i`, each with its place `nth` in its contact."""
    order = "partition by i.contact_id order by i.started_at, i.interaction_id"
    return f"(select i.*, row_number() over ({order}) as nth from {legs})"


def _joint(column: Column) -> str:
    """A contact of several legs; by number, for comparing times and ids takes twice as long."""
    name = quoted(column.name)
    order = "l.nth"
    if column.name == "contact_id":
        return "l.contact_id as contact_id"
    if column.name in _EARLIEST:
        return f"arg_min(l.{name}, {order}) as {name}"
    if column.name in _FIRST_LEG:
        return f"arg_min_null(l.{name}, {order}) as {name}"
    if column.name == "resolved":
        return f"arg_max(l.resolved, {order}) as resolved"
    if column.name == "started_at":
        return "min(l.started_at) as started_at"
    if column.name == "ended_at":
        # Without its own end a leg lasts at least until it begins: nothing within is a repeat.
        return (
            "case when count(l.ended_at) > 0 or max(l.started_at) > min(l.started_at)"
            " then max(coalesce(l.ended_at, l.started_at)) end as ended_at"
        )
    return f"null::{column.kind} as {name}"
