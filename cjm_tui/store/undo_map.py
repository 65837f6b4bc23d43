"""Taking a batch's changes of the map back: what the other batches and people say is left.

What a field says, and whether a row is there, is replayed from the change log and from what files
have repeated, without the batches that are undone. So it does not matter in what order batches are
undone. Where somebody else has said the same or something else since, that stays, and is named.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from cjm_tui.domain.imports import LEFT_SHOWN, UndoCount
from cjm_tui.store.map_merge import identity, not_frozen
from cjm_tui.store.plan import listed, quoted
from cjm_tui.store.session import Writer
from cjm_tui.store.targets import Target

# An entry's place in time; what a batch repeats comes after the entries that were there before it.
_ENTRIES = """
    with undone as (
        select batch from import_batch where undone_at is not null union all select $batch
    ),
    gone as (
        select 'import batch ' || batch as why from undone
        union all select 'undo of batch ' || batch from undone
    ),
    logged as (
        select 2 * row_number() over (order by rowid) as place, noun, id,
            coalesce(field, '') as field, old, new, why
        from change_log
    ),
    said as (
        from logged
        union all
        select 2 * after_change + 1, noun, id, field, old, new, 'import batch ' || batch
        from map_offer
    )
    select s.id, s.field, s.old, s.new, s.why is not distinct from $why,
        coalesce(s.why in (select g.why from gone as g), false),
        coalesce(starts_with(s.why, 'import batch '), false)
    from said as s
    where s.noun = $noun and s.id in (
        select o.id from said as o where o.noun = $noun and o.why = $why)
    order by s.place
"""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What was said of a field, or of a row: that it was added (again), or removed."""

    old: str | None  # of a row: none where it was not there
    new: str | None
    own: bool  # of the batch that is undone now
    gone: bool  # of a batch that is undone
    of_file: bool  # a person's otherwise


@dataclass(frozen=True, slots=True)
class _Done:
    removed: int = 0
    restored: int = 0
    left: bool = False


def undo_map(writer: Writer, target: Target, batch: int) -> UndoCount:
    """Take back what the batch has done to one table; what cannot be taken back is left."""
    given = {"noun": target.name, "why": f"import batch {batch}", "batch": batch}
    rows: dict[str, dict[str, list[_Entry]]] = {}
    for row_id, field, *entry in writer.rows(_ENTRIES, given):
        rows.setdefault(str(row_id), {}).setdefault(field, []).append(_Entry(*entry))
    done = {
        row_id: _undo_row(_Row(writer, target, row_id, f"undo of batch {batch}"), log)
        for row_id, log in rows.items()
    }
    left = tuple(row_id for row_id, what in done.items() if what.left)
    return UndoCount(
        removed=sum(what.removed for what in done.values()),
        restored=sum(what.restored for what in done.values()),
        left=left[:LEFT_SHOWN],
        left_total=len(left),
    )


def _undo_row(row: "_Row", log: dict[str, list[_Entry]]) -> _Done:
    fields = {field: entries for field, entries in log.items() if field}
    presence = log.get("", [])
    others = any(  # a file that leaves a member out and so ends it does not want it there
        not entry.gone and not (entry.of_file and field == row.ends)
        for field, entries in fields.items()
        for entry in entries
    )
    left = False
    if presence and not _later(presence):
        remaining = [entry for entry in presence if not entry.gone]
        there = remaining[-1].new == "added" if remaining else presence[0].old is not None
        is_there = presence[-1].new == "added"
        if is_there and not there and not others:
            return _Done(removed=row.remove())
        if there and not is_there:
            back = row.bring_back()
            return _Done(restored=back, left=not back)
        if not is_there:
            return _Done()
        left = not there
    elif any(entry.own and entry.old is None for entry in presence):
        left = True  # added by this batch, and wanted by others
    restored = 0
    for field, entries in fields.items():
        if not any(entry.own for entry in entries):
            continue
        kept = [entry.new for entry in entries if not entry.gone]
        value = kept[-1] if kept else entries[0].old
        if _later(entries):
            left = True
        elif value != entries[-1].new:
            done = row.set_back(field, value, entries[-1].new)
            restored += done
            left = left or not done
    return _Done(restored=restored, left=left)


def _later(entries: Sequence[_Entry]) -> bool:
    """Whether somebody else's change that still holds came after the batch's own."""
    own = max((at for at, entry in enumerate(entries) if entry.own), default=len(entries))
    return any(not entry.gone for entry in entries[own + 1 :])


class _Row:
    """A row of the table by its id; each change returns how many rows it changed."""

    def __init__(self, writer: Writer, target: Target, row_id: str, why: str) -> None:
        self._writer = writer
        self._target = target
        self._id = row_id
        self._why = why
        self._table = quoted(target.name)
        self.ends = target.ends
        self._where = f"where {identity(target, 'd')} = $id"

    def set_back(self, field: str, value: str | None, now: str | None) -> int:
        """Set a field, unless it says something else than the log does, or must not be empty."""
        kind, nullable = self._column(field)
        if value is None and not nullable:
            return 0
        done = self._writer.execute(
            f"update {self._table} as d set {quoted(field)} = $value::{kind} {self._where}"
            f" and d.{quoted(field)} is not distinct from $now::{kind}"
            f"{not_frozen(self._target, field)}",
            {"value": value, "now": now, "id": self._id},
        )
        if done:
            self._log(field, old=now, new=value)
        return done

    def remove(self) -> int:
        """Remove the row, if it is there."""
        where = f"{self._table} as d {self._where}"
        done = self._writer.execute(f"delete from {where}", {"id": self._id})
        if done:
            self._log("", old="added", new=None)
        return done

    def bring_back(self) -> int:
        """Put back a member of a set; all its columns are its key, which the log's id spells."""
        parts = _key_of(self._id)
        there = f"select exists (from {self._table} as d {self._where})"
        if len(parts) != len(self._target.key) or self._writer.row(there, {"id": self._id})[0]:
            return 0
        places = ", ".join("?" for _ in parts)
        self._writer.execute(
            f"insert into {self._table} ({listed(self._target.key)}) values ({places})", parts
        )
        self._log("", old=None, new="added")
        return 1

    def _log(self, field: str, *, old: str | None, new: str | None) -> None:
        log = self._writer.log_change
        log(self._target.name, self._id, field, old=old, new=new, why=self._why)

    def _column(self, field: str) -> tuple[str, bool]:
        kind, nullable = self._writer.row(
            "select data_type, is_nullable from duckdb_columns()"
            " where database_name = current_database() and table_name = ? and column_name = ?",
            [self._target.name, field],
        )
        return str(kind), bool(nullable)


def _key_of(row_id: str) -> list[str | None]:
    """Return the columns that an id of several spells; none where it is not one."""
    try:
        parts = json.loads(row_id)
    except ValueError:
        return []
    return parts if isinstance(parts, list) else []
