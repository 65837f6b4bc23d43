"""Which local days a file brings rows of: counted before the lock, kept with its batch."""

from datetime import date
from typing import Any

from cjm_tui.store.plan import STAGING, quoted
from cjm_tui.store.session import Reader, Writer
from cjm_tui.store.targets import TARGETS, Column

Days = tuple[date | None, date | None]  # the first and the last


def stage_days(
    reader: Reader, targets: tuple[str, ...], columns: dict[str, tuple[Column, ...]]
) -> Days:
    """Count the staged rows by day into the attached staging file's `batch_day`."""
    parts = [
        f"select '{name}' as target, {_day(name)} as day, {_place(columns[name])} as touchpoint_id"
        f" from {STAGING}.{quoted('staged_' + name)}"
        for name in targets
        if dated(name)
    ]
    if not parts:
        return None, None
    reader.rows(
        f"create or replace table {STAGING}.batch_day as"
        f" select target, day, touchpoint_id, count(*) as n from ({' union all '.join(parts)})"
        " where day is not null group by all"
    )
    found: tuple[Any, ...] = reader.row(f"select min(day), max(day) from {STAGING}.batch_day")
    return found[0], found[1]


def keep_days(writer: Writer, batch: int, targets: tuple[str, ...]) -> None:
    """Copy what `stage_days` has counted to the ledger."""
    if any(dated(name) for name in targets):
        writer.execute(
            "insert into batch_day (batch, target, day, touchpoint_id, n)"
            f" select $batch, target, day, touchpoint_id, n from {STAGING}.batch_day"
            " order by target, day, touchpoint_id",
            {"batch": batch},
        )


def dated(name: str) -> bool:
    """Return whether rows of this target belong to a day."""
    target = TARGETS[name]
    return target.fact and bool(target.moment or target.day)


def _day(name: str) -> str:
    target = TARGETS[name]
    return f"{quoted(target.day)}::date" if target.day else "local_at::date"


def _place(columns: tuple[Column, ...]) -> str:
    named = any(column.name == "touchpoint_id" for column in columns)
    return "touchpoint_id" if named else "null::varchar"
