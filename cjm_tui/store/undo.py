"""Taking a batch back: what it still owns is removed or restored, what others changed is left."""

from datetime import date

from cjm_tui.domain.imports import LEFT_SHOWN, UndoCount, UndoResult
from cjm_tui.errors import UsageError
from cjm_tui.store.map_merge import identity
from cjm_tui.store.plan import listed, quoted, same_key
from cjm_tui.store.session import Writer
from cjm_tui.store.targets import TARGETS, Target


def undo_batch(writer: Writer, batch: int) -> tuple[UndoResult, tuple[date, ...]]:
    """Take the batch back; return what was done and the local days whose facts changed.

    Raises UsageError for a batch that does not exist, was refused, or is undone already.
    """
    file = _file_of(writer, batch)
    counts: dict[str, UndoCount] = {}
    days: set[date] = set()
    for name, target in TARGETS.items():
        if target.fact:
            days |= _days_of(writer, target, batch)
            count = _undo_fact(writer, target, batch)
        else:
            count = _undo_map(writer, target, batch)
        if count.removed or count.restored or count.left_total:
            counts[name] = count
    writer.execute(
        "update import_batch set undone_at = ?, undone_by = ? where batch = ?",
        [writer.now, writer.who, batch],
    )
    return UndoResult(batch, file, counts), tuple(sorted(days))


def _file_of(writer: Writer, batch: int) -> str:
    found = writer.rows(
        "select file, status, undone_at is not null from import_batch where batch = ?", [batch]
    )
    if not found:
        raise UsageError(f"There is no batch {batch}.", hint="`cjm import --json` names them.")
    file, status, undone = found[0]
    if status != "loaded":
        raise UsageError(f"Batch {batch} loaded nothing: it was {status}.")
    if undone:
        raise UsageError(f"Batch {batch} was undone before.")
    return str(file)


def _days_of(writer: Writer, target: Target, batch: int) -> set[date]:
    if not (target.moment or target.day):
        return set()
    day = quoted(target.day) if target.day else "local_at"
    found = writer.rows(
        f"select distinct {day}::date from {quoted(target.name)} where last_batch = $batch"
        f" union select distinct {day}::date from {quoted(target.name + '_history')}"
        " where replaced_by = $batch",
        {"batch": batch},
    )
    return {value for (value,) in found if value is not None}


def _undo_fact(writer: Writer, target: Target, batch: int) -> UndoCount:
    table, history = quoted(target.name), quoted(target.name + "_history")
    given = {"batch": batch}
    same = same_key(target.key, "d", "h")
    changed_since = (
        f"select {identity(target, 'd')} from {table} as d"
        " where d.first_batch = $batch and d.last_batch <> $batch"
        f" union select {identity(target, 'd')} from {table} as d semi join {history} as h"
        f" on {same} and h.replaced_by = $batch where d.last_batch <> $batch"
    )
    left = [str(key) for (key,) in writer.rows(f"{changed_since} order by 1", given)]
    removed = writer.execute(f"delete from {table} as d where d.last_batch = $batch", given)
    columns = _columns(writer, target.name)
    restored = writer.execute(
        f"insert into {table} ({listed(columns)}) select {listed(columns, 'h')}"
        f" from {history} as h where h.replaced_by = $batch"
        f" and not exists (from {table} as d where {same})"
        f" and not exists (from {history} as l where {same_key(target.key, 'l', 'h')}"
        " and l.replaced_by > $batch)",
        given,
    )
    writer.execute(
        f"delete from {history} as h where h.replaced_by = $batch"
        f" and exists (from {table} as d where {same} and d.last_batch < $batch)",
        given,
    )
    return UndoCount(max(0, removed - restored), restored, tuple(left[:LEFT_SHOWN]), len(left))


def _columns(writer: Writer, name: str) -> list[str]:
    found = writer.rows(f"select column_name from (describe {quoted(name)})")
    return [str(column) for (column,) in found]


def _undo_map(writer: Writer, target: Target, batch: int) -> UndoCount:
    """Reverse the batch's entries in the change log, newest first, where nothing came after."""
    entries = writer.rows(
        'select c.rowid, c.id, c.field, c.old, c.new, c."at", exists ('
        " from change_log as l where l.noun = c.noun and l.id = c.id and l.rowid > c.rowid"
        " and l.why is distinct from c.why"
        " and (c.field is null or l.field = c.field)) as changed_since"
        " from change_log as c where c.noun = ? and c.why = ? order by c.rowid desc",
        [target.name, f"import batch {batch}"],
    )
    removed = restored = 0
    left = []
    for _, row_id, field, old, new, _, changed_since in entries:
        where = f"where {identity(target, 'd')} = $id"
        if changed_since:
            left.append(str(row_id))
        elif field is not None:
            restored += _set(writer, target, field, old, new, str(row_id), batch)
        elif new == "added":
            removed += writer.execute(
                f"delete from {quoted(target.name)} as d {where}", {"id": row_id}
            )
            writer.log_change(
                target.name, str(row_id), "", old="added", new=None, why=f"undo of batch {batch}"
            )
        elif old == "removed":
            restored += _bring_back(writer, target, str(row_id), batch)
    unique = list(dict.fromkeys(left))
    return UndoCount(removed, restored, tuple(unique[:LEFT_SHOWN]), len(unique))


def _set(
    writer: Writer,
    target: Target,
    field: str,
    old: str | None,
    new: str | None,
    row_id: str,
    batch: int,
) -> int:
    cast = _kind(writer, target.name, field)
    done = writer.execute(
        f"update {quoted(target.name)} as d set {quoted(field)} = $old::{cast}"
        f" where {identity(target, 'd')} = $id"
        f" and d.{quoted(field)} is not distinct from $new::{cast}",
        {"old": old, "new": new, "id": row_id},
    )
    if done:
        writer.log_change(
            target.name, row_id, field, old=new, new=old, why=f"undo of batch {batch}"
        )
    return done


def _bring_back(writer: Writer, target: Target, row_id: str, batch: int) -> int:
    """Put back a member of a set; all its columns are its key, which the log's id spells."""
    parts = row_id.split(" / ")
    if len(parts) != len(target.key):
        return 0
    places = ", ".join("?" for _ in parts)
    writer.execute(
        f"insert into {quoted(target.name)} ({listed(target.key)}) values ({places})", parts
    )
    writer.log_change(target.name, row_id, "", old=None, new="added", why=f"undo of batch {batch}")
    return 1


def _kind(writer: Writer, table: str, field: str) -> str:
    (kind,) = writer.row(
        "select data_type from duckdb_columns() where database_name = current_database()"
        " and table_name = ? and column_name = ?",
        [table, field],
    )
    return str(kind)
