"""Contacts whose records may come in several files: what is kept, and what is made of all of it.

A mapping with `[gather]` is run twice. First on the file's own records, to find bad ones. Then
`source` becomes all records, of this file and of earlier ones, of every contact that the file
touches; of the same record the newest version, or else the one that came last.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from cjm_tui.errors import CatalogError, RefusedFileError, UsageError
from cjm_tui.importers.canonical import Frame, projection
from cjm_tui.importers.cells import customer_cell, key_cell
from cjm_tui.importers.mapping import Mapping
from cjm_tui.importers.notation import Notation
from cjm_tui.importers.rules import quoted
from cjm_tui.importers.staged import broken
from cjm_tui.store.gathering import GATHERED
from cjm_tui.store.session import Reader
from cjm_tui.store.staging import Staging
from cjm_tui.store.targets import RECORD, TARGETS, Column, columns_of

_STAGED = f"staged_{RECORD}"


def keep_records(staging: Staging, mapping: Mapping, frame: Frame) -> None:
    """Turn `source` into what is kept of its records, and make them a target of their own."""
    gather = mapping.gather
    assert gather is not None
    columns = _columns(mapping)
    cells = ", ".join(f"{_kept(mapping, name)} as {quoted(name)}" for name in columns)
    same = _json(gather.record or mapping.columns)
    staging.attempt(
        f"""
        create table kept as
        select _line,
            md5($secret || {_literal(mapping.source)} || {same}) as _record,
            {_literal(mapping.source + ":")} || ({gather.contact}\n)::varchar as _contact,
            {cells}
        from source
        """,
        broken(mapping),
        {"secret": frame.secret},
    )
    staging.execute("create or replace view source as select * exclude (_record) from kept")
    version = f", {quoted(mapping.version)} as source_version" if mapping.version else ""
    staging.execute(
        f"create view {RECORD} as select _line, _record as record_id, _contact as contact_id,"
        f" {_json(columns)} as cells, {_literal(frame.timezone)} as timezone{version}"
        " from kept"
    )


def drop_taken(staging: Staging, targets: tuple[str, ...]) -> None:
    """Take the bad records out of what is kept and staged."""
    for table in ("kept", *(f"staged_{name}" for name in targets)):
        staging.execute(
            f"delete from {quoted(table)} where _line in (select t._line from taken as t)"
        )


def derive(
    staging: Staging, mapping: Mapping, frame: Frame, tables: dict[str, tuple[Column, ...]]
) -> None:
    """Make the mapping's rows of all records in `staged_source_record` and `known_record`.

    Raises RefusedFileError where the records of a contact are good each, and bad together, and
    CatalogError where the mapping makes rows of other contacts.
    """
    _gather(staging, mapping)
    for statement in mapping.statements:
        staging.attempt(statement, broken(mapping))
    derived = replace(frame, unsafe=True, versioned=False)
    for name in mapping.targets:
        made = projection(staging, TARGETS[name], tables[name], derived)
        staging.execute(f"drop table if exists {quoted('staged_' + name)}")
        staging.attempt(made.sql, broken(mapping), made.parameters)
        bad = staging.rows(
            f"select _bad from {quoted('staged_' + name)} where _bad is not null limit 1"
        )
        if bad:
            check = made.checks[int(bad[0][0]) - 1]
            why = f"{name}: {check.column} is missing or is not {check.kind}"
            raise RefusedFileError(f"its records make bad rows with those of earlier files ({why})")
        if name in GATHERED and name != "interaction_event":
            _check_contacts(staging, mapping, name)
    staging.drop_views()


class Regathering(ExitStack):
    """Makes contacts anew of the records that an undo leaves, in a staging file of its own."""

    def __init__(self, database: Path, mappings: dict[str, Mapping]) -> None:
        super().__init__()
        self._database = database
        self._mappings = mappings

    def __call__(
        self, reader: Reader, mapping: str, timezone: str, write: Callable[[Path], None]
    ) -> Path:
        """Return the staging file with the rows that the mapping makes; see `Deriving`.

        It goes away with the `with`. Raises UsageError where the mapping is gone.
        """
        found = self._mappings.get(mapping)
        if found is None or found.gather is None:
            raise UsageError(
                f"The mapping {mapping} is not here any more, or gathers no contacts.",
                hint="Its contacts have to be made anew by it: put it back first.",
            )
        staging = self.enter_context(Staging(self._database))
        records = staging.folder / "records.parquet"
        write(records)
        staging.execute(f"create table known_record as from read_parquet({_literal(str(records))})")
        staging.lock_down()
        staging.execute(
            f"create table {_STAGED} as select *, 0::bigint as _line from known_record limit 0"
        )
        frame = Frame(
            mapping=mapping,
            source=found.source,
            timezone=timezone,
            site_timezone=reader.settings.timezone,
            secret="",
            unsafe=True,
            gathered=True,
            notation=Notation.of(found.dialect),
        )
        derive(staging, found, frame, columns_of(reader))
        return staging.finish()


def _gather(staging: Staging, mapping: Mapping) -> None:
    """Make `source` anew: the records that prevail, numbered in an order that no file decides."""
    newest = "source_version desc nulls last, " if mapping.version else ""
    staging.execute(
        f"""
        create or replace table gathered as
        select record_id, contact_id, cells from (
            select record_id, contact_id, cells, source_version, _line from {_STAGED}
            union all
            select record_id, contact_id, cells, source_version, -1 from known_record
        )
        qualify row_number() over (partition by record_id order by {newest}_line desc) = 1
        """
    )
    staging.execute(
        f"create or replace table gathered_contact as select contact_id from {_STAGED}"
        " union select contact_id from known_record"
    )
    staging.execute(f"create view source as {_source(mapping, 'gathered')}")


def _source(mapping: Mapping, table: str) -> str:
    columns = _columns(mapping)
    pointers = ", ".join(_literal(_pointer(name)) for name in columns)
    cells = ", ".join(f"cell[{at}] as {quoted(name)}" for at, name in enumerate(columns, start=1))
    return (
        f"select _line, _contact, {cells} from (select contact_id as _contact,"
        " row_number() over (order by contact_id, record_id) as _line,"
        f" json_extract_string(cells, [{pointers}]) as cell from {table}) as records"
    )


def _columns(mapping: Mapping) -> tuple[str, ...]:
    """Return the columns that `source` has: the file's, and those that only `[gather]` names."""
    assert mapping.gather is not None
    named = mapping.gather.kept | mapping.gather.hashed
    return mapping.columns + tuple(name for name in named if name not in mapping.columns)


def _kept(mapping: Mapping, name: str) -> str:
    gather = mapping.gather
    assert gather is not None
    if name in gather.hashed:
        return key_cell(customer_cell(f"({gather.hashed[name]}\n)", "VARCHAR"))
    if name in gather.kept:
        return f"({gather.kept[name]}\n)::varchar"
    if name in mapping.personal:
        return key_cell(customer_cell(quoted(name), "VARCHAR"))
    return quoted(name)


def _check_contacts(staging: Staging, mapping: Mapping, name: str) -> None:
    others = staging.rows(
        f"select contact_id from {quoted('staged_' + name)}"
        " anti join gathered_contact using (contact_id) limit 1"
    )
    if others:
        raise CatalogError(f"mapping {mapping.name}: {name}: it must select _contact as contact_id")


def _json(columns: tuple[str, ...]) -> str:
    """Return SQL for the cells that are filled, as JSON: an absent column is an empty one."""
    fields = ", ".join(f"{quoted(name)} := {quoted(name)}" for name in sorted(columns))
    return f"json_merge_patch('{{}}', to_json(struct_pack({fields})))::varchar"


def _pointer(name: str) -> str:
    return "/" + name.replace("~", "~0").replace("/", "~1")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
