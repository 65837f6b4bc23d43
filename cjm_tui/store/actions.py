"""What people do to actions: each change is kept in the action's history and in the change log.

The lines of one change share a number, so that it can be taken back as a whole; taking it back is
a change too. Lines are only ever added.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from cjm_tui.domain.form import Edit
from cjm_tui.errors import UsageError
from cjm_tui.store import edits
from cjm_tui.store.plan import listed, quoted
from cjm_tui.store.session import Writer
from cjm_tui.store.targets import TARGETS

ACTION = "action"

_LAST = """
    select coalesce(max(seq), 0), coalesce(max(change), 0) from action_event where action_id = ?
"""
_LINE = """
    insert into action_event
        (action_id, "at", who, event, note, old, new, seq, change, undoes, noun, item, field)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_KIND = """
    select column_name, data_type from duckdb_columns()
    where database_name = current_database() and table_name = ?
"""


class Change:
    """One change of an action by one person, within a write: all of its lines, or none."""

    def __init__(
        self, writer: Writer, action_id: str, why: str = "", *, undoes: int | None = None
    ) -> None:
        self._writer = writer
        self._action = action_id
        self._why = why
        self._undoes = undoes
        self._seq, last = writer.row(_LAST, [action_id])
        self._number = last + 1

    def event(
        self,
        event: str,
        *,
        note: str = "",
        old: object = None,
        new: object = None,
        noun: str = ACTION,
        item: str = "",
        field: str = "",
    ) -> None:
        """Add a line to the history: what happened, in one word, and what was said with it."""
        self._seq += 1
        writer = self._writer
        self._writer.execute(
            _LINE,
            [
                *(self._action, writer.now, writer.who, event, note or None),
                *(_text(old), _text(new), self._seq, self._number, self._undoes),
                *(noun, item or None, field or None),
            ],
        )

    def edit(self, noun: str, item: str, changes: Sequence[Edit], event: str = "edit") -> bool:
        """Change fields of the action or one of its parts; return whether anything was changed.

        Raises ConflictError, with nothing changed, where somebody else has changed a field since.
        """
        key: str | tuple[str, ...] = self._key(noun, item)
        changed = edits.edit_row(self._writer, noun, key, changes, self._why)
        for one in changed:
            self.event(
                event,
                note=self._why,
                old=one.seen,
                new=one.new,
                noun=noun,
                item=item,
                field=one.field,
            )
        return bool(changed)

    def add(self, noun: str, item: str, values: Mapping[str, Any], event: str) -> None:
        """Add the action itself or a part of it."""
        key = self._key(noun, item)
        logged = key if isinstance(key, str) else edits.joint_id(key)
        said = {name: value for name, value in values.items() if value is not None}
        edits.add_row(self._writer, noun, logged, said, self._why)
        self.event(event, note=self._why, new=_as_json(said), noun=noun, item=item)

    def remove(self, noun: str, item: str, event: str) -> None:
        """Take a part away; the history keeps all that it said."""
        key = self._key(noun, item)
        parts = (key,) if isinstance(key, str) else key
        logged = key if isinstance(key, str) else edits.joint_id(key)
        where = " and ".join(f"{quoted(name)} = ?" for name in TARGETS[noun].key)
        found = self._writer.records(f"select * from {quoted(noun)} where {where}", list(parts))
        if not found:
            raise UsageError(f"The {noun} {logged!r} is not there any more.")
        self._writer.execute(f"delete from {quoted(noun)} where {where}", list(parts))
        self._writer.log_change(noun, logged, "", old="removed", new=None, why=self._why or None)
        said = {name: value for name, value in found[0].items() if value is not None}
        self.event(event, note=self._why, old=_as_json(said), noun=noun, item=item)

    def put_back(self, noun: str, item: str, said: str, event: str) -> None:
        """Add a part again, from what the history says of it."""
        self.add(noun, item, self.typed(noun, json.loads(said)), event)

    def current(self, noun: str, item: str, names: tuple[str, ...]) -> dict[str, Any]:
        """Return what some fields say now. Raises UsageError where the row is not there."""
        key = self._key(noun, item)
        parts = (key,) if isinstance(key, str) else key
        where = " and ".join(f"{quoted(name)} = ?" for name in TARGETS[noun].key)
        columns = listed(names)
        found = self._writer.records(f"select {columns} from {quoted(noun)} where {where}", parts)
        if not found:
            raise UsageError(f"The {noun} {item!r} is not there any more.")
        return found[0]

    def typed(self, noun: str, texts: Mapping[str, Any]) -> dict[str, Any]:
        """Return texts of the history as values of the table's columns."""
        kinds = dict(self._writer.rows(_KIND, [noun]))
        known = {name: value for name, value in texts.items() if name in kinds}
        if not known:
            return {}
        casts = ", ".join(f"?::varchar::{kinds[name]}" for name in known)
        values = self._writer.row(f"select {casts}", list(known.values()))
        return dict(zip(known, values, strict=True))

    def _key(self, noun: str, item: str) -> str | tuple[str, ...]:
        if noun == ACTION:
            return self._action
        return (self._action, item) if len(TARGETS[noun].key) > 1 else item


def next_action_id(writer: Writer) -> str:
    """Return an id that no action has had: A- and a number, for people say it aloud."""
    (number,) = writer.row(
        r"select coalesce(max(try_cast(regexp_extract(action_id, '^A-(\d{1,9})$', 1) as int)), 0)"
        " from (select action_id from action union all select action_id from action_event)"
    )
    return f"A-{number + 1}"


def next_part_id(writer: Writer, noun: str, action_id: str) -> str:
    """Return the id of a new milestone, communication or piece of evidence of an action."""
    letter = noun[0]
    (key,) = TARGETS[noun].key
    like = f"{action_id}/{letter}"
    (number,) = writer.row(
        f"select coalesce(max(try_cast(substr(id, length(?) + 1) as int)), 0) from ("
        f" select {quoted(key)} as id from {quoted(noun)} union all"
        " select item from action_event) where starts_with(id, ?)",
        [like, like],
    )
    return f"{like}{number + 1}"


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _as_json(values: Mapping[str, Any]) -> str:
    plain = {
        name: str(value) if isinstance(value, date | datetime) else value
        for name, value in values.items()
    }
    return json.dumps(plain, ensure_ascii=False)
