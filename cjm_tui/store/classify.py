"""Staged facts against the database: what is new, what replaces a row, what is known already.

This runs under the shared gate and leaves its answer in the staging file, so that the exclusive
lock is held only to copy it. Rows are compared by key and by a hash of everything else.
"""

from dataclasses import dataclass
from datetime import date

from cjm_tui.domain.imports import TargetCount
from cjm_tui.store.contacts import gone_contacts, stage_contacts, untouched_contacts
from cjm_tui.store.gathering import GATHERED, plan_gone
from cjm_tui.store.offers import find_offers
from cjm_tui.store.plan import (
    STAGING,
    FactPlan,
    FactsPlan,
    data_version,
    listed,
    payload,
    quoted,
    same_key,
)
from cjm_tui.store.session import Reader
from cjm_tui.store.targets import RECORD, TARGETS, Column, Target

_OLDEST = "'-infinity'::timestamp"


@dataclass(frozen=True, slots=True)
class Rows:
    """The staged rows of one target and how a repeat of its key is judged."""

    target: Target
    columns: tuple[Column, ...]
    versioned: bool  # the newest version wins, whatever the order; else the last row does
    insert_only: bool = False
    unique: bool = False  # whether no key can occur twice among them

    @property
    def name(self) -> str:
        """Name of the table."""
        return self.target.name

    def staged(self, prefix: str = "staged") -> str:
        """Name of one of the target's tables in the staging file, as SQL."""
        return f"{STAGING}.{quoted(f'{prefix}_{self.name}')}"


def classify(
    reader: Reader,
    names: tuple[str, ...],
    columns: dict[str, tuple[Column, ...]],
    *,
    versioned: bool,
    insert_only: frozenset[str],
) -> FactsPlan:
    """Compare the `staged_<name>` tables of the attached staging file with the database.

    Where a file makes legs and no contacts, the contacts are derived from all legs of theirs, in
    the file and in the database, so that it does not matter how the legs were cut into files.
    Where contacts are gathered, what is staged is all that there is to be of them.
    """
    plans = []
    gathered = GATHERED if RECORD in names else ()
    for name in names:
        if not TARGETS[name].fact:
            continue
        newest = versioned and name not in gathered
        plan = plan_rows(reader, Rows(TARGETS[name], columns[name], newest, name in insert_only))
        if name in gathered:
            plan = plan_gone(reader, plan)
        elif plan.with_first:
            find_offers(reader, plan)
        plans.append(plan)
    legs = [plan for plan in plans if plan.name == "interaction"]
    if legs and "contact" not in names:
        plans.append(_plan_contacts(reader, legs[0], columns))
    return FactsPlan(data_version(reader), tuple(plans), _changed_days(reader, plans))


def plan_rows(reader: Reader, rows: Rows) -> FactPlan:
    """Return what is to happen to one table; its `new_` and `old_` tables are then staged."""
    total = int(reader.row(f"select count(*) from {rows.staged()}")[0])
    repeated = _repeated(reader, rows)
    hits = _hits(reader, rows)
    if not (repeated or hits):
        count = TargetCount(produced=total, inserted=total)
        return FactPlan(rows.name, f"staged_{rows.name}", False, False, count)
    _judge(reader, rows, repeated=repeated, hits=hits)
    verdicts = {
        str(verdict): int(number)
        for verdict, number in reader.rows(
            f"select verdict, count(*) from {rows.staged('case')} group by verdict"
        )
    }
    plain = total - sum(verdicts.values())
    count = TargetCount(
        produced=total,
        inserted=plain + verdicts.get("insert", 0),
        updated=verdicts.get("update", 0),
        unchanged=verdicts.get("same", 0),
    )
    replaced = _stage_changes(reader, rows)
    return FactPlan(rows.name, f"new_{rows.name}", True, replaced > 0, count)


def _repeated(reader: Reader, rows: Rows) -> bool:
    """Stage the hashes of keys that occur more than once in the file."""
    key = listed(rows.target.key)
    if rows.unique:
        reader.rows(f"create or replace table {rows.staged('repeat')} (h ubigint)")
        return False
    reader.rows(
        f"create or replace table {rows.staged('repeat')} as"
        f" select hash({key}) as h from {rows.staged()} group by h having count(*) > 1"
    )
    return bool(reader.row(f"select count(*) from {rows.staged('repeat')}")[0])


def _hits(reader: Reader, rows: Rows) -> bool:
    """Stage which rows have a key that the database knows, with what it says under it."""
    before = payload(rows.columns, rows.target.key, "d")
    reader.rows(
        f"""
        create or replace table {rows.staged("hit")} as
        select s.rowid as r, d.first_batch as first_batch,
            coalesce(d.source_version, {_OLDEST}) as version, {before} as said
        from {rows.staged()} as s
        join {quoted(rows.name)} as d on {same_key(rows.target.key, "s", "d")}
        """
    )
    return bool(reader.row(f"select count(*) from {rows.staged('hit')}")[0])


def _judge(reader: Reader, rows: Rows, *, repeated: bool, hits: bool) -> None:
    """Stage a verdict for each row whose key is known or repeated, as if applied one by one.

    `effect` is what is left to do for the key at the end, on the one row that prevails.
    """
    key = rows.target.key
    conditions = []
    if hits:
        conditions.append("h.r is not null")
    if repeated:
        conditions.append(
            f"hash({listed(key, 's')}) in (select p.h from {rows.staged('repeat')} as p)"
        )
    partition = f"partition by {listed(key)} order by _line, r"
    # What holds for the key before a row: the newest version so far, of equal ones the last row.
    if rows.versioned:
        earlier = f"max(state) over ({partition} rows between unbounded preceding and 1 preceding)"
        newest = f"greatest(old_state, coalesce({earlier}, old_state))"
        best = f"case when known then {newest} else {earlier} end"
        applies = "best is null or (version >= best.version and said <> best.said)"
    else:
        best = f"coalesce(lag(state) over ({partition}), case when known then old_state end)"
        applies = "best is null or said <> best.said"
    update = "'same'" if rows.insert_only else "'update'"
    said = payload(rows.columns, key, "s")
    line = "coalesce(s._line, s.rowid)"
    reader.rows(
        f"""
        create or replace table {rows.staged("case")} as
        with candidate as (
            select s.rowid as r, {line} as _line, {listed(key, "s")},
                coalesce(s.source_version, {_OLDEST}) as version,
                {said} as said,
                h.r is not null as known, h.first_batch as first_batch,
                h.version as old_version, h.said as old_said,
                struct_pack(version := coalesce(s.source_version, {_OLDEST}),
                    line := {line}, r := s.rowid, said := {said}) as state,
                struct_pack(version := h.version, line := -1::bigint, r := -1::bigint,
                    said := h.said) as old_state
            from {rows.staged()} as s left join {rows.staged("hit")} as h on s.rowid = h.r
            where {" or ".join(conditions)}
        ),
        compared as (select *, {best} as best from candidate),
        judged as (
            select *, case when not ({applies}) then 'same'
                when best is null then 'insert' else {update} end as verdict,
                row_number() over (
                    partition by {listed(key)}
                    order by {"version desc, " if rows.versioned else ""}
                        _line desc, r desc
                ) as rank
            from compared
        )
        select r, first_batch, verdict,
            case when rank > 1 then 'none'
                when not known then 'insert'
                when {"true" if rows.insert_only else "said = old_said"} then 'none'
                {"when version < old_version then 'none'" if rows.versioned else ""}
                else 'update' end as effect
        from judged
        """
    )


def _stage_changes(reader: Reader, rows: Rows) -> int:
    """Stage the rows to insert and the keys to replace; return how many are replaced."""
    columns = [column.name for column in rows.columns]
    order = f"order by s.{quoted(rows.target.moment)}" if rows.target.moment else ""
    reader.rows(
        f"""
        create or replace table {rows.staged("new")} as
        select {listed(columns, "s")},
            case when c.effect = 'update' then c.first_batch end as _first
        from {rows.staged()} as s left join {rows.staged("case")} as c on s.rowid = c.r
        where c.r is null or c.effect <> 'none' {order}
        """
    )
    reader.rows(
        f"""
        create or replace table {rows.staged("old")} as
        select {listed(rows.target.key, "s")}
        from {rows.staged()} as s join {rows.staged("case")} as c on s.rowid = c.r
        where c.effect = 'update'
        """
    )
    return int(reader.row(f"select count(*) from {rows.staged('old')}")[0])


def _plan_contacts(
    reader: Reader, legs: FactPlan, columns: dict[str, tuple[Column, ...]]
) -> FactPlan:
    stage_contacts(reader, legs, columns["interaction"], columns["contact"])
    rows = Rows(TARGETS["contact"], columns["contact"], versioned=False, unique=True)
    plan = plan_rows(reader, rows)
    untouched = untouched_contacts(reader, legs)
    gone = gone_contacts(reader, plan, legs)
    count = TargetCount(
        produced=plan.count.produced + untouched,
        inserted=plan.count.inserted,
        updated=plan.count.updated,
        unchanged=plan.count.unchanged + untouched,
    )
    return FactPlan(plan.name, plan.new_table, plan.with_first, plan.replaces or gone > 0, count)


def _changed_days(reader: Reader, plans: list[FactPlan]) -> tuple[date, ...]:
    """Return the local days of all rows that are new, replaced or gone."""
    parts = []
    for plan in plans:
        target = TARGETS[plan.name]
        if not plan.changes or not (target.moment or target.day):
            continue
        day = quoted(target.day) if target.day else "local_at"
        parts.append(f"select {day}::date as day from {STAGING}.{quoted(plan.new_table)}")
        if plan.replaces:
            parts.append(
                f"select d.{day}::date as day from {quoted(plan.name)} as d"
                f" semi join {STAGING}.{quoted('old_' + plan.name)} as o"
                f" on {same_key(target.key, 'd', 'o')}"
            )
    if not parts:
        return ()
    found = reader.rows(
        f"select distinct day from ({' union all '.join(parts)}) as days"
        " where day is not null order by day"
    )
    return tuple(day for (day,) in found)
