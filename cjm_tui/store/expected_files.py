"""What is expected to arrive, as people declare it: every change with who, when, old and why."""

from datetime import date
from typing import Any

from cjm_tui.domain.expected_files import ExpectedFile
from cjm_tui.store.map_merge import identity
from cjm_tui.store.session import Writer
from cjm_tui.store.targets import TARGETS

_TARGET = TARGETS["expected_file"]
_FIELDS = ("every", "due_at", "valid_from", "valid_to", "covers", "on_holidays")
_SAME = "source = $source and pattern is not distinct from $pattern"


def put(writer: Writer, expected: ExpectedFile, why: str) -> bool:
    """Add the file, or change its schedule; return whether anything changed."""
    key = {"source": expected.source, "pattern": expected.pattern}
    new = {field: getattr(expected, field) for field in _FIELDS}
    old = _schedule(writer, key)
    if old is None:
        columns = {**key, **new}
        names, places = ", ".join(columns), ", ".join(f"${name}" for name in columns)
        writer.execute(f"insert into expected_file ({names}) values ({places})", columns)
        writer.log_change(_TARGET.name, _id(writer, key), "", old=None, new="added", why=why)
        return True
    changed = {field: value for field, value in new.items() if value != old[field]}
    for field, value in changed.items():
        writer.execute(
            f"update expected_file set {field} = $value where {_SAME}", {**key, "value": value}
        )
        writer.log_change(_TARGET.name, _id(writer, key), field, old=old[field], new=value, why=why)
    return bool(changed)


def end_all(writer: Writer, day: date, why: str) -> None:
    """Expect nothing after this day of what had no end."""
    for source, pattern in writer.rows(
        "select source, pattern from expected_file where valid_to is null"
    ):
        key = {"source": source, "pattern": pattern}
        writer.execute(
            f"update expected_file set valid_to = $day where {_SAME}", {**key, "day": day}
        )
        writer.log_change(_TARGET.name, _id(writer, key), "valid_to", old=None, new=day, why=why)


def drop(writer: Writer, source: str, pattern: str | None, why: str) -> bool:
    """Remove the file, its schedule kept in the change log; return whether it was there."""
    key = {"source": source, "pattern": pattern}
    old = _schedule(writer, key)
    if old is None:
        return False
    row_id = _id(writer, key)
    writer.execute(f"delete from expected_file where {_SAME}", key)
    for field, value in old.items():
        if value is not None:
            writer.log_change(_TARGET.name, row_id, field, old=value, new=None, why=why)
    writer.log_change(_TARGET.name, row_id, "", old="removed", new=None, why=why)
    return True


def _schedule(writer: Writer, key: dict[str, str | None]) -> dict[str, Any] | None:
    found = writer.records(f"select {', '.join(_FIELDS)} from expected_file where {_SAME}", key)
    return found[0] if found else None


def _id(writer: Writer, key: dict[str, str | None]) -> str:
    sql = "select $source as source, $pattern::varchar as pattern"
    return str(writer.row(f"select {identity(_TARGET, 'e')} from ({sql}) as e", key)[0])
