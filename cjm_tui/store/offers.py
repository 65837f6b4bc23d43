"""Rows that a file brings and that do not prevail: kept, so that any batch may be undone later.

A row that says what the database says already is noted in `repeated_row`; an older version than
the one in force goes to the history at once. With them a table's row is always the best of what
the batches that are not undone have brought.
"""

from cjm_tui.store.plan import STAGING, FactPlan, listed, quoted, same_key
from cjm_tui.store.session import Reader, Writer
from cjm_tui.store.targets import TARGETS, Column, Target

_OLDEST = "'-infinity'::timestamp"


def key_hash(target: Target, alias: str) -> str:
    """Return SQL for the number under which `repeated_row` knows a row."""
    (first, *others) = target.key
    if not others:
        return f"md5_number_lower({alias}.{quoted(first)})"
    cast = ", ".join(f"{alias}.{quoted(name)}::varchar" for name in target.key)
    return f"md5_number_lower(to_json([{cast}])::varchar)"


def keep_offers(writer: Writer, plan: FactPlan, columns: tuple[Column, ...], batch: int) -> None:
    """Keep the attached staging file's rows of a table that change nothing."""
    if not plan.with_first:
        return  # all of its keys are new
    target = TARGETS[plan.name]
    offers = offers_table(plan.name)
    writer.execute(
        "insert into repeated_row select $target, row_hash, $batch, same_as"
        f" from {offers} where same",
        {"target": plan.name, "batch": batch},
    )
    if not writer.row(f"select exists (from {offers} where not same)")[0]:
        return
    names = [column.name for column in columns]
    writer.execute(
        f"insert into {quoted(target.name + '_history')}"
        f" ({listed(names)}, first_batch, last_batch, replaced_by)"
        f" select {listed(names, 's')}, $batch, $batch, $batch"
        f" from {_staged(target)} as s join {offers} as o on s.rowid = o.r where not o.same",
        {"batch": batch},
    )


def offers_table(name: str) -> str:
    """Return where a table's staged rows that change nothing are listed, as SQL."""
    return f"{STAGING}.{quoted('offer_' + name)}"


def find_offers(reader: Reader, plan: FactPlan) -> None:
    """List the staged rows that change nothing: which, and whose they repeat; before the lock.

    Of a key one row, the best of the file; `same` is false where the database has a newer version.
    """
    target = TARGETS[plan.name]
    repeated = reader.row(f"select exists (from {STAGING}.{quoted('repeat_' + target.name)})")[0]
    best = (
        f"and not exists (from {STAGING}.{quoted(plan.new_table)} as n"
        f" where {same_key(target.key, 's', 'n')})"
        f" qualify row_number() over (partition by {listed(target.key, 's')} order by"
        f" coalesce(s.source_version, {_OLDEST}) desc, coalesce(s._line, s.rowid) desc,"
        " s.rowid desc) = 1"
    )
    reader.rows(
        f"""
        create or replace table {offers_table(plan.name)} as
        select s.rowid as r, {key_hash(target, "s")} as row_hash, d.last_batch as same_as,
            s.source_version is not distinct from d.source_version as same
        from {_staged(target)} as s
        join {STAGING}.{quoted("case_" + plan.name)} as c on s.rowid = c.r and c.effect = 'none'
        join {quoted(plan.name)} as d on {same_key(target.key, "s", "d")}
        where true {best if repeated else ""}
        """
    )


def release_offers(writer: Writer, target: Target, batch: int) -> None:
    """Give what other batches have brought as well to them, and forget the batch's own offers."""
    given = {"target": target.name, "batch": batch}
    writer.execute(
        "create or replace temp table heir as"
        " select row_hash, min(batch) as batch from repeated_row"
        " where target = $target and same_as = $batch and batch <> $batch group by row_hash",
        given,
    )
    inherits = bool(writer.row("select exists (from heir)")[0])
    for table in (target.name, target.name + "_history") if inherits else ():
        writer.execute(
            f"update {quoted(table)} as d set last_batch = e.batch from heir as e"
            f" where d.last_batch = $batch and {key_hash(target, 'd')} = e.row_hash",
            {"batch": batch},
        )
    writer.execute(
        "update repeated_row as p set same_as = e.batch from heir as e"
        " where p.target = $target and p.same_as = $batch and p.row_hash = e.row_hash",
        given,
    )
    writer.execute(
        "delete from repeated_row where target = $target and (batch = $batch or batch = same_as)",
        given,
    )
    writer.execute(
        f"delete from {quoted(target.name + '_history')} where last_batch = $batch",
        {"batch": batch},
    )


def best_offer(target: Target, alias: str) -> str:
    """Return SQL that ranks a key's rows of the history, the one to be restored first."""
    return (
        f"row_number() over (partition by {listed(target.key, alias)}"
        f" order by coalesce({alias}.source_version, {_OLDEST}) desc, {alias}.last_batch desc)"
    )


def _staged(target: Target) -> str:
    return f"{STAGING}.{quoted('staged_' + target.name)}"
