"""One file into its staging tables: raw text → rules → the mapping's views → rows of our tables."""

from dataclasses import replace

from cjm_tui.errors import RefusedFileError
from cjm_tui.importers.canonical import Frame, projection
from cjm_tui.importers.content import Content
from cjm_tui.importers.corrections import give_customers, take_references
from cjm_tui.importers.gathering import drop_taken, keep_records
from cjm_tui.importers.header import Header
from cjm_tui.importers.mapping import Mapping
from cjm_tui.importers.quarantine import write_quarantine
from cjm_tui.importers.raw import load_raw
from cjm_tui.importers.rules import Refusal, apply_rules, quoted, refuse_more
from cjm_tui.importers.staged import StagedFile, bad_records, broken
from cjm_tui.importers.straight import is_straight, stage_straight
from cjm_tui.store.staging import Staging
from cjm_tui.store.targets import RECORD, TARGETS, Column


def stage_file(
    staging: Staging,
    content: Content,
    header: Header,
    frame: Frame,
    tables: dict[str, tuple[Column, ...]],
) -> StagedFile:
    """Stage one file. Raises RefusedFileError (the whole file) or CatalogError (the mapping)."""
    mapping = header.mapping
    if is_straight(header, content) and not header.nameless:
        straight = stage_straight(staging, content, header, frame, tables)
        if straight is not None:
            return straight
        staging.renew()
    raw = load_raw(staging, content, header)
    staging.lock_down()
    _refuse_nameless(staging, header)
    known = take_references(staging, header) if header.correction else ()
    ruled = apply_rules(staging, header, nul=content.nul, refused=known)
    targets = mapping.targets
    if mapping.gather:
        keep_records(staging, mapping, frame)
        targets = (RECORD, *targets)
    for statement in mapping.statements:
        staging.attempt(statement, broken(mapping))
    refused = list(ruled.refused)
    found = _build(staging, mapping, targets, frame, tables)
    if found:
        refused += found
        refuse_more(staging, found)
        if mapping.gather:
            drop_taken(staging, targets)
        else:
            _leave_out(staging, mapping, frame, tables)
    if header.correction and not mapping.gather:
        give_customers(staging, header, tables)
    write_quarantine(staging, header, frame, raw, refused)
    staging.drop_views()
    return StagedFile(
        targets=targets,
        read=raw.read,
        ignored=ruled.ignored,
        quarantined=len(raw.malformed) + len(refused),
    )


def _refuse_nameless(staging: Staging, header: Header) -> None:
    """Refuse a file of which a column has lost its name: what it holds would be lost silently."""
    for at in header.nameless:
        if staging.rows(f"select 1 from raw where trim(c{at}) <> '' limit 1"):
            raise RefusedFileError(f"cell {at + 1} of its header is empty, but its column is not")


def _build(
    staging: Staging,
    mapping: Mapping,
    targets: tuple[str, ...],
    frame: Frame,
    tables: dict[str, tuple[Column, ...]],
) -> list[Refusal]:
    """Fill `staged_<target>` for each target; return the records of which a row is bad."""
    refused: dict[int, Refusal] = {}
    derived = replace(frame, versioned=frame.versioned and not mapping.gather)
    for name in targets:
        own = frame if name == RECORD else derived
        made = projection(staging, TARGETS[name], tables[name], own)
        staging.execute(f"drop table if exists {quoted('staged_' + name)}")
        staging.attempt(made.sql, broken(mapping), made.parameters)
        for refusal in bad_records(staging, name, made.checks, frame):
            refused.setdefault(refusal.record, refusal)
    return list(refused.values())


def _leave_out(
    staging: Staging,
    mapping: Mapping,
    frame: Frame,
    tables: dict[str, tuple[Column, ...]],
) -> None:
    """Take bad records out of all targets, so that a record is accepted whole or not at all."""
    if all(TARGETS[name].fact for name in mapping.targets):
        for name in mapping.targets:
            table = quoted("staged_" + name)
            staging.execute(f"delete from {table} where _line in (select t._line from taken as t)")
        return
    for statement in mapping.holds:
        staging.attempt(statement, broken(mapping))
    if _build(staging, mapping, mapping.targets, frame, tables):
        raise RefusedFileError("its rows stay bad when the bad records are left out")
