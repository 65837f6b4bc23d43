"""Taking a batch back: the data are then what the other batches alone would have made of them."""

from dataclasses import dataclass
from datetime import date

from cjm_tui.domain.imports import LEFT_SHOWN, UndoCount, UndoResult
from cjm_tui.errors import UsageError
from cjm_tui.store.contacts import Rebuilt, rebuild_contacts
from cjm_tui.store.corrections import reopen
from cjm_tui.store.gathering import GATHERED, Deriving, forget_history, regather
from cjm_tui.store.incomplete import mark_after_undo
from cjm_tui.store.ledger import newest_batches
from cjm_tui.store.map_merge import identity
from cjm_tui.store.offers import best_offer, release_offers
from cjm_tui.store.plan import quoted, same_key
from cjm_tui.store.session import Writer
from cjm_tui.store.targets import RECORD, TARGETS, Target, columns_of
from cjm_tui.store.undo_map import undo_map
from cjm_tui.store.unplaced import add_used, drop_unused

_NAMED = 10  # batches that an unknown number is answered with


@dataclass(frozen=True, slots=True)
class _Batch:
    number: int
    file: str
    makes_contacts: bool
    mapping: str
    gathers: bool


def undo_batch(
    writer: Writer, number: int, derive: Deriving
) -> tuple[UndoResult, tuple[date, ...]]:
    """Take the batch back; return what was done and the local days whose facts changed.

    Rows that other batches have changed, or brought as well, are left to them. What was made of
    gathered records is made anew of those that are left, by `derive`. Raises UsageError for a batch
    that does not exist, was refused, or is undone already.
    """
    batch = _batch_of(writer, number)
    counts: dict[str, UndoCount] = {}
    days: set[date] = set()
    for name, target in TARGETS.items():
        if not target.fact:
            counts[name] = undo_map(writer, target, number)
        elif batch.gathers and name in GATHERED:
            continue
        elif name != "contact" or batch.makes_contacts:
            counts[name] = _undo_fact(writer, target, number)
            days |= _days_of(writer, target)
    if batch.gathers:
        counts |= regather(writer, batch.mapping, columns_of(writer), derive)
        forget_history(writer, number)
        for name in GATHERED:
            days |= _days_of(writer, TARGETS[name])
    contacts = _rebuild_contacts(writer)
    days |= contacts.days
    if not batch.makes_contacts:
        counts["contact"] = UndoCount(contacts.removed, contacts.changed)
    writer.execute(
        "update import_batch set undone_at = ?, undone_by = ? where batch = ?",
        [writer.now, writer.who, number],
    )
    reopen(writer, number)
    drop_unused(writer)
    add_used(writer)
    _judge_days(writer)
    done = {name: counts[name] for name in TARGETS if counts[name] != UndoCount()}
    return UndoResult(number, batch.file, done), tuple(sorted(days))


def _batch_of(writer: Writer, number: int) -> _Batch:
    found = writer.rows(
        "select file, status, undone_at is not null, coalesce(makes_contacts, false), mapping,"
        " coalesce(json_exists(targets, $record), false) from import_batch where batch = $batch",
        {"batch": number, "record": f"/{RECORD}"},
    )
    if not found:
        raise UsageError(f"There is no batch {number}.", hint=_there_are(writer))
    file, status, undone, makes_contacts, mapping, gathers = found[0]
    if status != "loaded":
        raise UsageError(f"Batch {number} loaded nothing: it was {status}.")
    if undone:
        raise UsageError(f"Batch {number} was undone before.")
    return _Batch(number, str(file), bool(makes_contacts), str(mapping), bool(gathers))


def _there_are(writer: Writer) -> str:
    newest = [
        f"{number} ({file}, {at:%Y-%m-%d %H:%M} UTC)"
        for number, file, at in newest_batches(writer, _NAMED)
    ]
    return f"The newest are {', '.join(newest)}." if newest else "Nothing has been imported."


def _undo_fact(writer: Writer, target: Target, batch: int) -> UndoCount:
    """Leave what was taken in `undone_<name>` and what came back in `restored_<name>`."""
    table, history = quoted(target.name), quoted(target.name + "_history")
    undone, restored = quoted("undone_" + target.name), quoted("restored_" + target.name)
    given = {"batch": batch}
    owned = f"create or replace temp table {undone} as from {table} where last_batch = $batch"
    same = same_key(target.key, "d", "h")
    left = f"""
        select {identity(target, "d")} from {table} as d
        where d.first_batch = $batch and d.last_batch <> $batch
        union select {identity(target, "d")} from {table} as d semi join {history} as h
            on {same} and h.replaced_by = $batch where d.last_batch <> $batch
        """
    keys = {str(key) for (key,) in writer.rows(left, given)}
    writer.execute(owned, given)
    release_offers(writer, target, batch)
    inherited = (
        f"select {identity(target, 'd')} from {undone} as u join {table} as d"
        f" on {same_key(target.key, 'u', 'd')} where d.last_batch <> $batch"
    )
    keys |= {str(key) for (key,) in writer.rows(inherited, given)}
    writer.execute(owned, given)
    writer.execute(f"delete from {table} where last_batch = $batch", given)
    writer.execute(
        f"""
        create or replace temp table {restored} as
        select h.* exclude (replaced_by) from {history} as h
        semi join {undone} as d on {same} qualify {best_offer(target, "h")} = 1
        """
    )
    back = writer.execute(f"insert into {table} from {restored}")
    writer.execute(
        f"delete from {history} as h using {restored} as d"
        f" where {same} and h.last_batch = d.last_batch"
    )
    (taken,) = writer.row(f"select count(*) from {undone}")
    shown = tuple(sorted(keys)[:LEFT_SHOWN])
    return UndoCount(int(taken) - back, back, shown, len(keys))


def _days_of(writer: Writer, target: Target) -> set[date]:
    if not (target.moment or target.day):
        return set()
    day = quoted(target.day) if target.day else "local_at"
    found = writer.rows(
        f"select {day}::date from {quoted('undone_' + target.name)}"
        f" union select {day}::date from {quoted('restored_' + target.name)}"
    )
    return {value for (value,) in found if value is not None}


def _rebuild_contacts(writer: Writer) -> Rebuilt:
    """Make the contacts anew whose legs were taken, or came back."""
    writer.execute(
        "create or replace temp table touched as select contact_id from undone_interaction"
        " union select contact_id from restored_interaction"
    )
    return rebuild_contacts(writer, columns_of(writer)["contact"])


def _judge_days(writer: Writer) -> None:
    """Judge anew whether the days are complete whose legs were taken, or came back."""
    touched = writer.rows(
        "select source, min(local_at)::date, max(local_at)::date from ("
        " select source, local_at from undone_interaction"
        " union all select source, local_at from restored_interaction) as t"
        " where source is not null and local_at is not null group by source order by source"
    )
    for source, first, last in touched:
        mark_after_undo(writer, str(source), first, last)
