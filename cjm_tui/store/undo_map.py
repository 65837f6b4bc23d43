"""Taking a batch's changes of the map back, from the change log, where nothing came after."""

import json

from cjm_tui.domain.imports import LEFT_SHOWN, UndoCount
from cjm_tui.store.map_merge import identity
from cjm_tui.store.plan import listed, quoted
from cjm_tui.store.session import Writer
from cjm_tui.store.targets import Target

# What a batch that is undone has changed, and the undo has changed back, is no change.
_ENTRIES = """
    with undone as (select batch from import_batch where undone_at is not null)
    select c.id, c.field, c.old, c.new, exists (
        from change_log as l
        where l.noun = c.noun and l.id = c.id and l.rowid > c.rowid
            and l.why is distinct from c.why and (c.field is null or l.field = c.field)
            and coalesce(l.why, '') not in (
                select 'import batch ' || batch from undone
                union all select 'undo of batch ' || batch from undone)
    ) as changed_since
    from change_log as c where c.noun = $noun and c.why = $why order by c.rowid desc
"""


def undo_map(writer: Writer, target: Target, batch: int) -> UndoCount:
    """Reverse the batch's entries of one table, newest first; what cannot be reversed is left."""
    removed = restored = 0
    left = []
    found = writer.rows(_ENTRIES, {"noun": target.name, "why": f"import batch {batch}"})
    row = _Row(writer, target, f"undo of batch {batch}")
    for row_id, field, old, new, changed_since in found:
        done = 0
        if not changed_since:
            if field is not None:
                done = row.set_back(str(row_id), field, old, new)
                restored += done
            elif new == "added":
                done = row.remove(str(row_id))
                removed += done
            elif old == "removed":
                done = row.bring_back(str(row_id))
                restored += done
        if not done:
            left.append(str(row_id))
    unique = list(dict.fromkeys(left))
    return UndoCount(removed, restored, tuple(unique[:LEFT_SHOWN]), len(unique))


class _Row:
    """A row of the table by its id; each change returns how many rows it changed."""

    def __init__(self, writer: Writer, target: Target, why: str) -> None:
        self._writer = writer
        self._target = target
        self._why = why
        self._table = quoted(target.name)
        self._where = f"where {identity(target, 'd')} = $id"

    def set_back(self, row_id: str, field: str, old: str | None, new: str | None) -> int:
        kind = self._kind(field)
        done = self._writer.execute(
            f"update {self._table} as d set {quoted(field)} = $old::{kind} {self._where}"
            f" and d.{quoted(field)} is not distinct from $new::{kind}",
            {"old": old, "new": new, "id": row_id},
        )
        if done:
            self._log(row_id, field, old=new, new=old)
        return done

    def remove(self, row_id: str) -> int:
        done = self._writer.execute(f"delete from {self._table} as d {self._where}", {"id": row_id})
        if done:
            self._log(row_id, "", old="added", new=None)
        return done

    def bring_back(self, row_id: str) -> int:
        """Put back a member of a set; all its columns are its key, which the log's id spells."""
        parts = _key_of(row_id)
        there = f"select exists (from {self._table} as d {self._where})"
        if len(parts) != len(self._target.key) or self._writer.row(there, {"id": row_id})[0]:
            return 0
        places = ", ".join("?" for _ in parts)
        self._writer.execute(
            f"insert into {self._table} ({listed(self._target.key)}) values ({places})", parts
        )
        self._log(row_id, "", old=None, new="added")
        return 1

    def _log(self, row_id: str, field: str, *, old: str | None, new: str | None) -> None:
        self._writer.log_change(self._target.name, row_id, field, old=old, new=new, why=self._why)

    def _kind(self, field: str) -> str:
        (kind,) = self._writer.row(
            "select data_type from duckdb_columns() where database_name = current_database()"
            " and table_name = ? and column_name = ?",
            [self._target.name, field],
        )
        return str(kind)


def _key_of(row_id: str) -> list[str | None]:
    """Return the columns that an id of several spells; none where it is not one."""
    try:
        parts = json.loads(row_id)
    except ValueError:
        return []
    return parts if isinstance(parts, list) else []
