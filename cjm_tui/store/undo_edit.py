"""Taking one's own last edit back: each old value again, as a new entry in the change log."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from cjm_tui.errors import CjmError, UsageError
from cjm_tui.store.map_merge import identity
from cjm_tui.store.plan import listed, quoted
from cjm_tui.store.session import Reader, Writer
from cjm_tui.store.targets import TARGETS, Target, columns_of

_UNDONE = "undone"

_LAST = """
    select max(edit) from change_log
    where who = ? and noun in (select unnest(?))
        and not coalesce(starts_with(why, 'undo of batch '), false)
"""
_ENTRIES = """
    select rowid, "at", noun, id, field, old, new, why from change_log
    where edit = ? order by rowid desc
"""
_SINCE = """
    select who from change_log
    where noun = ? and id = ? and (field = ? or coalesce(field, '') = '' or ? = '')
        and rowid > ? and edit is distinct from ?
    limit 1
"""


class LogEntry(NamedTuple):
    """One entry of the change log."""

    rowid: int
    at: datetime
    noun: str
    id: str
    field: str
    old: str | None
    new: str | None
    why: str | None


def last_edit(reader: Reader, who: str, nouns: Sequence[str]) -> tuple[LogEntry, ...]:
    """Return the entries of a person's last edit of these nouns, newest first; () for none."""
    (edit,) = reader.row(_LAST, [who, list(nouns)])
    if edit is None:
        return ()
    return tuple(LogEntry(*row) for row in reader.rows(_ENTRIES, [edit]))


def undo_edit(writer: Writer, nouns: Sequence[str]) -> tuple[LogEntry, ...]:
    """Reverse this user's last edit of these nouns, whole; return what its entries were.

    Raises UsageError where there is none, CjmError with nothing changed where others have changed
    the same since, or where it is nothing that can be taken back.
    """
    entries = last_edit(writer, writer.who, nouns)
    if not entries:
        raise UsageError(f"{writer.who} has changed nothing here that could be undone.")
    (edit,) = writer.row("select edit from change_log where rowid = ?", [entries[0].rowid])
    for entry in entries:
        target = TARGETS.get(entry.noun)
        if target is None or target.fact or entry.noun not in nouns:
            raise CjmError(f"That edit changed a {entry.noun} too, which has no way back by key.")
        found = writer.rows(
            _SINCE, [entry.noun, entry.id, entry.field, entry.field, entry.rowid, edit]
        )
        if found:
            raise CjmError(
                f"{found[0][0] or 'somebody'} has changed the same since: it is not undone.",
                hint="Change it as you want it now.",
            )
    for entry in entries:
        row = _Row(writer, TARGETS[entry.noun], entry.id)
        if entry.field:
            row.set_back(entry.field, entry.old)
        elif entry.new == "added":
            row.remove()
        elif entry.old == "removed":
            of_row = (e for e in entries if (e.noun, e.id) == (entry.noun, entry.id))
            row.bring_back({e.field: e.old for e in of_row if e.field and e.old is not None})
    return entries


class _Row:
    """One row of a table by its id in the log."""

    def __init__(self, writer: Writer, target: Target, row_id: str) -> None:
        self._writer = writer
        self._target = target
        self._id = row_id
        self._table = quoted(target.name)
        self._where = f"where {identity(target, 'd')} = $id"
        columns = columns_of(writer)[target.name]
        self._kinds = {column.name: column.kind for column in columns}

    def set_back(self, field: str, value: str | None) -> None:
        """Give a field its old value, unless the row has it or has gone with another entry."""
        found = self._values([field])
        if not found or found[field] == value:
            return
        self._log(field, found[field], value)
        self._writer.execute(
            f"update {self._table} as d set {quoted(field)} = $value::{self._kinds[field]}"
            f" {self._where}",
            {"value": value, "id": self._id},
        )

    def remove(self) -> None:
        """Take the row away; the log keeps its values, so that this can be undone as well."""
        fields = [name for name in self._kinds if name not in self._target.key]
        for field, value in self._values(fields).items():
            if value is not None:
                self._log(field, value, None)
        self._log("", "removed", None)
        self._writer.execute(f"delete from {self._table} as d {self._where}", {"id": self._id})

    def bring_back(self, values: Mapping[str, str]) -> None:
        """Put the row back with the values that it had."""
        if self._values(self._target.key):
            return
        key = self._target.key
        parts = json.loads(self._id) if len(key) > 1 else [self._id]
        row = {**dict(zip(key, parts, strict=True)), **values}
        places = ", ".join(f"?::{self._kinds[name]}" for name in row)
        self._writer.execute(
            f"insert into {self._table} ({listed(list(row))}) values ({places})",
            list(row.values()),
        )
        self._log("", None, "added")
        for field, value in values.items():
            self._log(field, None, value)

    def _values(self, fields: Sequence[str]) -> dict[str, str | None]:
        """Return fields of the row as the log writes them; {} where it is not there."""
        if not fields:
            return {}
        texts = ", ".join(f"d.{quoted(field)}::varchar" for field in fields)
        sql = f"select {texts} from {self._table} as d {self._where}"
        rows = self._writer.rows(sql, {"id": self._id})
        return dict(zip(fields, rows[0], strict=True)) if rows else {}

    def _log(self, field: str, old: str | None, new: str | None) -> None:
        self._writer.log_change(self._target.name, self._id, field, old=old, new=new, why=_UNDONE)
