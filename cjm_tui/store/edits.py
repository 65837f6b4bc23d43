"""Edits by people: compared with what they saw, and every old value kept in the change log."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from cjm_tui.domain.form import Conflict, ConflictError, Edit, as_text
from cjm_tui.errors import UsageError
from cjm_tui.store.plan import listed, quoted
from cjm_tui.store.session import Reader, Writer
from cjm_tui.store.targets import TARGETS

_LAST = """
    select who, "at" from change_log
    where noun = ? and id = ? and field = ? order by "at" desc, rowid desc limit 1
"""

_LAST_OF_ROW = """
    select who, "at" from change_log
    where noun = ? and id = ? order by "at" desc, rowid desc limit 1
"""


def edit_row(
    writer: Writer, noun: str, identity: str | tuple[str, ...], edits: Sequence[Edit], why: str
) -> tuple[Edit, ...]:
    """Change fields of one row of the map or the work; return what changed, from what it was.

    `identity` has the parts of a key of several columns. Raises ConflictError, with nothing
    changed, where a field is no longer what the person saw and not what they want either;
    UsageError where the row has gone.
    """
    if not edits:
        return ()
    parts = (identity,) if isinstance(identity, str) else identity
    logged = identity if isinstance(identity, str) else joint_id(identity)
    key = " and ".join(f"{quoted(name)} = ?" for name in TARGETS[noun].key)
    names = listed([edit.field for edit in edits])
    found = writer.rows(f"select {names} from {quoted(noun)} where {key}", list(parts))
    if not found:
        raise UsageError(f"The {noun} {logged!r} is not there any more.")
    current = dict(zip((edit.field for edit in edits), found[0], strict=True))
    refuse_conflicts(writer, noun, logged, edits, current)
    changed = tuple(
        Edit(edit.field, current[edit.field], edit.new)
        for edit in edits
        if current[edit.field] != edit.new
    )
    if not changed:
        return ()
    for edit in changed:
        writer.log_change(noun, logged, edit.field, old=edit.seen, new=edit.new, why=why or None)
    sets = ", ".join(f"{quoted(edit.field)} = ?" for edit in changed)
    values = [edit.new for edit in changed]
    writer.execute(f"update {quoted(noun)} set {sets} where {key}", [*values, *parts])
    return changed


def add_row(writer: Writer, noun: str, identity: str, values: Mapping[str, Any], why: str) -> None:
    """Insert a row of the map or the work; the log says that it was added, under `identity`."""
    places = ", ".join("?" for _ in values)
    writer.execute(
        f"insert into {quoted(noun)} ({listed(list(values))}) values ({places})",
        list(values.values()),
    )
    writer.log_change(noun, identity, "", old=None, new="added", why=why or None)


def set_members(
    writer: Writer,
    noun: str,
    scope: tuple[str, ...],
    seen: Iterable[str],
    wanted: Iterable[str],
    why: str,
) -> None:
    """Make the members of a set those that are wanted, keeping what others have added meanwhile.

    `scope` are the values of the key but for the member itself, which is its last column.
    """
    key = TARGETS[noun].key
    seen, wanted = tuple(seen), tuple(wanted)
    within = " and ".join(f"{quoted(name)} = ?" for name in key[:-1])
    table, member = quoted(noun), quoted(key[-1])
    current = {
        row[0] for row in writer.rows(f"select {member} from {table} where {within}", list(scope))
    }
    for gone in [item for item in seen if item in current and item not in wanted]:
        writer.execute(f"delete from {table} where {within} and {member} = ?", [*scope, gone])
        _log_member(writer, noun, (*scope, gone), "removed", None, why)
    for new in [item for item in wanted if item not in current and item not in seen]:
        places = ", ".join("?" for _ in key)
        writer.execute(f"insert into {table} ({listed(key)}) values ({places})", [*scope, new])
        _log_member(writer, noun, (*scope, new), None, "added", why)


def free_id(writer: Writer, noun: str, wanted: str) -> str:
    """Return the wanted id, or that id with a number where there is one already."""
    taken = {
        str(row[0])
        for row in writer.rows(
            f"select {_key(noun)} from {quoted(noun)} where starts_with({_key(noun)}, ?)", [wanted]
        )
    }
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


def last_change(reader: Reader, noun: str, key: Sequence[str]) -> tuple[str, datetime] | None:
    """Return who changed a row with that key of several columns last, and when (UTC)."""
    rows = reader.rows(_LAST_OF_ROW, [noun, joint_id(key)])
    return (rows[0][0] or "", rows[0][1]) if rows else None


def joint_id(parts: Sequence[str]) -> str:
    """Return the id under which the log knows a row with a key of several columns: as an import."""
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def refuse_conflicts(
    writer: Writer, noun: str, identity: str, edits: Sequence[Edit], current: Mapping[str, Any]
) -> None:
    """Raise ConflictError where a field is neither what the person saw nor what they want."""
    conflicts = []
    for edit in edits:
        if current[edit.field] in (edit.seen, edit.new):
            continue
        last = writer.rows(_LAST, [noun, identity, edit.field])
        who, at = last[0] if last else ("", None)
        seen, theirs, mine = map(as_text, (edit.seen, current[edit.field], edit.new))
        when = writer.local(at) if at is not None else None
        conflicts.append(Conflict(edit.field, seen, theirs, mine, who or "", when))
    if conflicts:
        raise ConflictError(tuple(conflicts))


def _key(noun: str) -> str:
    return quoted(TARGETS[noun].key[0])


def _log_member(
    writer: Writer, noun: str, parts: tuple[str, ...], old: str | None, new: str | None, why: str
) -> None:
    writer.log_change(noun, joint_id(parts), "", old=old, new=new, why=why or None)
