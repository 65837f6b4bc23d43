"""Sheets of corrected records (`cjm quarantine --csv`) on their way back in.

A sheet is known by its columns `cjm_batch` and `cjm_line`. It is read with the mapping and the time
zone of the batch that it names, as CSV whatever the source's own form. A masked cell that was left
as it is stands for the identifier that was there: its record takes the customer's key that was
kept, where nothing else hung on the cell; in any other record it is refused. So no mask is ever
taken for an identifier.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cjm_tui.errors import RefusedFileError
from cjm_tui.importers.dialect import Dialect
from cjm_tui.importers.head import Head
from cjm_tui.importers.header import Correction, Header
from cjm_tui.importers.mapping import Mapping as FileMapping
from cjm_tui.importers.rules import Refusal, quoted
from cjm_tui.importers.sheet import BATCH, DEFUSED, DELIMITERS, LINE, MARKS, MASK, MORE, OWN
from cjm_tui.store.corrections import ALL, Kind, RefusedRecord
from cjm_tui.store.staging import Staging
from cjm_tui.store.targets import Column

_SHEET = Dialect(delimiters=DELIMITERS, encodings=("utf-8", "utf-16"))
WHOLE = (
    "is told from others by all that it says, also by what is masked: correct the file itself, and"
    " import it again"
)
_MARK = "|".join(f"\\[{mark[1:-1]}\\]" for mark in MARKS)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The beginning of a file that is a sheet of corrections."""

    head: Head
    dialect: Dialect

    @property
    def batch(self) -> int | None:
        """The first batch that a record says it corrects."""
        at = self.head.names(self.dialect).cells.index(BATCH)
        for record in self.head.records(self.dialect)[1:]:
            cell = record.cells[at] if at < len(record.cells) else ""
            if cell.isascii() and cell.isdigit():
                return int(cell)
        return None


def sheet_of(content: bytes) -> Sheet | None:
    """Return the sheet that a file begins as; None where it is another file."""
    head = Head(content)
    dialect = _SHEET.of(content)
    if BATCH not in head.text(dialect.encoding):
        return None
    declared = head.declared_delimiter(dialect.encoding)
    for delimiter in declared or DELIMITERS:
        way = dialect.cut_by(delimiter)
        if {BATCH, LINE} <= set(head.names(way).cells):
            return Sheet(head, way)
    return None


def is_whole(mapping: FileMapping) -> bool:
    """Whether the mapping's records can only be corrected in their file."""
    return mapping.gather is not None and not mapping.gather.record


def sheet_header(
    sheet: Sheet,
    mappings: Mapping[str, FileMapping],
    kind: Kind,
    records: Iterable[RefusedRecord],
) -> Header:
    """Return the header as the mapping sees it that read the records before.

    Raises RefusedFileError where that mapping is gone, or cannot read the sheet.
    """
    if kind.mapping not in mappings:
        raise RefusedFileError(f"the mapping {kind.mapping} that read its records is gone")
    mapping = mappings[kind.mapping]
    if is_whole(mapping):
        raise RefusedFileError(f"a single record of {mapping.name} {WHOLE}")
    names, first = sheet.head.names(sheet.dialect), sheet.head.records(sheet.dialect)[0]
    positions = names.positions(mapping.columns, mapping.aliases)
    if missing := [name for name in mapping.required if name not in positions]:
        raise RefusedFileError(f"its header lacks {', '.join(missing)}")
    if names.twice and not mapping.any_columns:
        raise RefusedFileError(f"its header names {', '.join(names.twice)} twice")
    own = {name: names.cells.index(name) for name in OWN if name in names.cells}
    correction = Correction(own, tuple(records))
    return Header(
        mapping,
        sheet.dialect,
        names.cells,
        positions,
        first.lines,
        first.skip,
        first.blank_lines,
        kind.timezone,
        correction,
    )


def take_references(staging: Staging, header: Header) -> tuple[Refusal, ...]:
    """Fill `correction` with what each record corrects; return those that cannot be taken.

    Cells that the sheet defused are restored in `raw`.
    """
    assert header.correction is not None
    own = header.correction.own
    _keep_known(staging, header.correction.records)
    restored = (
        f"c{at} = regexp_replace(c{at}, {_text(DEFUSED)}, '\\1')"
        for at in range(len(header.cells))
        if at not in own.values()
    )
    staging.execute(f"update raw set {', '.join(restored)}")
    personal = {c: at for c, at in header.positions.items() if c in header.mapping.personal}
    others = {c: at for c, at in header.positions.items() if c not in personal}
    masks = [f"(coalesce(r.c{at}, '') = '{MASK}')::integer" for at in personal.values()]
    more = f"nullif(trim(r.c{own[MORE]}), '')" if MORE in own else "null"
    staging.execute(
        f"""
        create table correction as
        select r.rowid as record, b.batch, b.line, b.masks_stay, b.customer_key,
            b.masks as masks_before, {" + ".join(masks) or "0"} as masks, {more} as more,
            b.first_batch, b.first_line, {_marked(personal)} as marked_person,
            {_marked(others)} as marked_text
        from raw as r left join refused_before as b
            on try_cast(trim(r.c{own[BATCH]}) as bigint) = b.batch
            and try_cast(trim(r.c{own[LINE]}) as bigint) = b.line
        """
    )
    return tuple(Refusal(int(r), str(c), str(why)) for r, c, why in staging.rows(_CANNOT))


def give_customers(staging: Staging, header: Header, tables: dict[str, tuple[Column, ...]]) -> None:
    """Give the rows of records whose masked cells were left the customer's key that was kept."""
    for name in header.mapping.targets:
        if any(column.name == "customer_key" for column in tables[name]):
            staging.execute(
                f"update {quoted('staged_' + name)} as s set customer_key = c.customer_key"
                " from correction as c where s._line = c.record and s.customer_key is null"
                " and c.masks > 0"
            )


@dataclass(frozen=True, slots=True)
class Before:
    """What a record of a sheet was in the quarantine before; the masks as they were left."""

    first_batch: int
    first_line: int
    masks: int
    stays: str
    customer: str | None


def records_before(staging: Staging) -> dict[int, Before]:
    """Return what the sheet's records were before, but for those that name none."""
    found = staging.rows(
        "select record, first_batch, first_line,"
        " masks + (marked_person is not null or marked_text is not null)::integer,"
        " masks_stay, customer_key from correction where batch is not null"
    )
    return {int(record): Before(*before) for record, *before in found}


_CANNOT = f"""
    select record, column_name, why from (
        select record,
            case when batch is null then '{LINE}' when more is not null then '{MORE}'
                when masks_stay <> '' then coalesce(marked_text, marked_person)
                else coalesce(marked_person, marked_text) end as column_name,
            case when batch is null
                then 'cjm_batch and cjm_line name no refused record of this mapping'
                when more is not null
                then 'holds what is more than the file has columns: move it to where it belongs'
                when (marked_text is not null and masks_stay <> '{ALL}')
                    or (marked_person is not null and masks_stay = '')
                then 'is masked: write what belongs there, or empty it'
                when masks between 1 and masks_before - 1
                then 'is masked: write over all masked personal cells of the record, or over none'
            end as why
        from correction
    ) as judged where why is not null order by record
"""


def _marked(columns: Mapping[str, int]) -> str:
    """Return SQL for the first of the columns in which a mask stands."""
    found = (
        f"when regexp_matches(r.c{at}, '{_MARK}') then {_text(name)}"
        for name, at in columns.items()
    )
    return f"case {' '.join(found)} end" if columns else "null"


def _keep_known(staging: Staging, records: Sequence[RefusedRecord]) -> None:
    staging.execute(
        "create table refused_before (batch bigint, line bigint, masks_stay varchar,"
        " customer_key varchar, masks integer, first_batch bigint, first_line bigint)"
    )
    if records:
        staging.execute(
            "insert into refused_before select unnest($batches), unnest($lines), unnest($stays),"
            " unnest($keys), unnest($masks), unnest($first_batches), unnest($first_lines)",
            {
                "batches": [record.batch for record in records],
                "lines": [record.line for record in records],
                "stays": [record.masks_stay for record in records],
                "keys": [record.customer_key for record in records],
                "masks": [record.raw.count(MASK) for record in records],
                "first_batches": [record.first_batch for record in records],
                "first_lines": [record.first_line for record in records],
            },
        )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
