"""Refused records that may be corrected: what they were, and which batch brought them again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from cjm_tui.store.plan import STAGING, FactsPlan, quoted, same_key
from cjm_tui.store.session import Reader, Writer
from cjm_tui.store.targets import TARGETS

ALL, PERSONAL = "all", "personal"  # masked cells that a correction may leave as they are


@dataclass(frozen=True, slots=True)
class Origin:
    """What refused records of one kind share: how their files were read, and their columns."""

    mapping: str
    timezone: str
    cells: tuple[str, ...]  # the header
    delimiter: str


@dataclass(frozen=True, slots=True)
class RefusedRecord:
    """A record in quarantine as a correction needs it."""

    batch: int
    file: str
    line: int
    column: str
    reason: str
    raw: str
    cut: bool  # whether it is longer than `raw`
    masks_stay: str  # which masked cells may stay as they are: ALL, PERSONAL or ""
    customer_key: str | None  # of the customer whose cell is masked
    first_batch: int  # where it came from first: itself, unless it is a sheet's record
    first_line: int


@dataclass(frozen=True, slots=True)
class Kind:
    """How the file of a batch was read."""

    mapping: str
    timezone: str


_RECORDS = """
    select b.mapping, b.timezone, b.header, b.delimiter, q.batch, q.file, q.line,
        coalesce(q.column_name, ''), q.reason, q.raw, coalesce(q.cut, false),
        coalesce(q.masks_stay, ''), q.customer_key, coalesce(q.corrects_batch, q.batch),
        coalesce(q.corrects_line, q.line)
    from quarantine as q join import_batch as b on q.batch = b.batch
    join import_batch as f on coalesce(q.corrects_batch, q.batch) = f.batch
    where b.undone_at is null and b.header is not null
"""


# Of a correction `c` and a row `d`: the file's records that the row's batch has brought again, and
# whether one is the record that is corrected; and that record, where it was refused there as well.
_CAME_THERE = """
    from quarantine as q where q.resolved_by = d.last_batch
        and coalesce(q.corrects_batch, q.batch) = c.first_batch
"""
_SAME_RECORD = "coalesce(q.corrects_line, q.line) = c.first_line"
_REFUSED_THERE = """
    from quarantine as q where q.batch = d.last_batch
        and q.corrects_batch = c.first_batch and q.corrects_line = c.first_line
"""


def refused_records(
    reader: Reader, batch: int | None = None, *, resolved: bool = False
) -> dict[Origin, list[RefusedRecord]]:
    """Return the records of files that are in otherwise, by kind; of one batch or of all."""
    where = "and b.status = 'loaded' and ($batch is null or q.batch = $batch)"
    if not resolved:
        where += " and q.resolved_by is null"
    return _by_origin(reader, f"{_RECORDS} {where} order by q.batch, q.line", {"batch": batch})


def records_of_file(
    reader: Reader, mapping: str, file_name: str
) -> dict[Origin, list[RefusedRecord]]:
    """Return the open records that came first with a file of that name (no folder, no `.gz`)."""
    name = "regexp_replace(parse_filename(f.file), '(?i)[.]gz$', '')"
    where = f"and b.mapping = $mapping and q.resolved_by is null and {name} = $name"
    given = {"mapping": mapping, "name": file_name}
    return _by_origin(reader, f"{_RECORDS} {where} order by q.batch, q.line", given)


def kind_of(reader: Reader, batch: int) -> Kind | None:
    """Return how a batch's file was read; None where there is no such batch, or it is undone."""
    found = reader.rows(
        "select mapping, timezone from import_batch"
        " where batch = ? and status = 'loaded' and undone_at is null",
        [batch],
    )
    return Kind(*map(str, found[0])) if found else None


def correctable(reader: Reader, kind: Kind) -> list[RefusedRecord]:
    """Return all records that a sheet of one kind may correct, resolved ones too."""
    where = "and b.status = 'loaded' and b.mapping = $mapping and b.timezone = $timezone"
    given = {"mapping": kind.mapping, "timezone": kind.timezone}
    found = _by_origin(reader, f"{_RECORDS} {where}", given)
    return [record for records in found.values() for record in records]


def resolve(writer: Writer, batch: int) -> None:
    """Link the records that the attached staging file says came again to the batch."""
    writer.execute(
        f"update quarantine as q set resolved_by = $batch from {STAGING}.came_again as r"
        " where q.batch = r.batch and q.line = r.line and q.batch <> $batch",
        {"batch": batch},
    )


def reopen(writer: Writer, batch: int) -> None:
    """Open the records again that came with a batch which is undone, unless they came later too."""
    writer.execute(
        """
        update quarantine as q set resolved_by = (
            select max(r.resolved_by) from quarantine as r
            where r.batch = $batch and r.corrects_batch = coalesce(q.corrects_batch, q.batch)
                and r.corrects_line = coalesce(q.corrects_line, q.line)
        ) where q.resolved_by = $batch
        """,
        {"batch": batch},
    )


def parts_of_others(reader: Reader, plan: FactsPlan) -> list[tuple[int, int]]:
    """Return batch and line of corrections that would change a row which the same file has made.

    Such a row is made of several records, of which the correction has only one. The file's records
    are those of its own batch and those that sheets have corrected since, over any number of
    steps; only what the very record has made may be corrected once more.
    """
    found: set[tuple[int, int]] = set()
    for fact in plan.targets:
        made = f"{STAGING}.{quoted('staged_' + fact.name)}"
        if not fact.replaces or fact.name == "contact":
            continue
        rows = reader.rows(
            f"""
            select distinct c.batch, c.line from {made} as s
            join {STAGING}.{quoted("case_" + fact.name)} as v on s.rowid = v.r
            join {STAGING}.correction as c on s._line = c.record
            join {quoted(fact.name)} as d on {same_key(TARGETS[fact.name].key, "s", "d")}
            where v.effect = 'update' and (
                d.last_batch in (c.batch, c.first_batch)
                or exists ({_CAME_THERE} and not ({_SAME_RECORD}))
                and not (exists ({_CAME_THERE} and {_SAME_RECORD})
                    and not exists ({_REFUSED_THERE})))
            """
        )
        found |= {(int(batch), int(line)) for batch, line in rows}
    return sorted(found)


def _by_origin(
    reader: Reader, sql: str, given: Mapping[str, object]
) -> dict[Origin, list[RefusedRecord]]:
    found: dict[Origin, list[RefusedRecord]] = {}
    for mapping, timezone, header, delimiter, *values in reader.rows(sql, given):
        origin = Origin(mapping, timezone, tuple(json.loads(header)), delimiter or ",")
        found.setdefault(origin, []).append(RefusedRecord(*values))
    return found
