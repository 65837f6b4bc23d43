"""What masking takes from a refused record, and whether a correction can do without it.

The mapping's SQL is asked what it makes of the refused records: of what they say, of that without
the masked personal columns, and of what is kept of them. Where only the customer differs, the
customer's key is kept beside the record, and a correction may leave the masked cells as they are.
Where anything else differs (an id made of a phone number, say), or the SQL fails, the cells have to
be written anew. The cell at fault is empty each time.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cjm_tui.errors import CatalogError
from cjm_tui.importers import cells
from cjm_tui.importers.canonical import Frame
from cjm_tui.importers.header import Header
from cjm_tui.importers.rules import quoted
from cjm_tui.importers.staged import broken
from cjm_tui.store.corrections import ALL, PERSONAL
from cjm_tui.store.staging import Staging

_SAID, _UNNAMED, _KEPT = "said_", "unnamed_", "kept_"


@dataclass(frozen=True, slots=True)
class Masked:
    """A refused record's masked cells by position, and the column at fault."""

    fault: str
    cells: dict[int, str]


@dataclass(frozen=True, slots=True)
class Behind:
    """Which masked cells of a record may stay (ALL or PERSONAL), and the customer's key."""

    stays: str
    customer: str | None


def behind_masks(
    staging: Staging, header: Header, frame: Frame, records: Mapping[int, Masked]
) -> dict[int, Behind]:
    """Return the records of which masked cells may stay; the view `source` is lost by it."""
    found: dict[int, Behind] = {}
    if header.mapping.gather:  # what makes two records the same may hang on any cell
        return found
    by_fault: dict[str, list[int]] = {}
    for record, masked in records.items():
        by_fault.setdefault(masked.fault, []).append(record)
    for fault, numbers in by_fault.items():
        _keep(staging, {number: records[number].cells for number in numbers})
        try:
            for prefix in (_SAID, _UNNAMED, _KEPT):
                _make(staging, header, prefix, _source(header, fault, prefix))
            unnamed = _unharmed(staging, header, frame, _UNNAMED)
            kept = _unharmed(staging, header, frame, _KEPT)
            for record, customer in unnamed.items():
                found[record] = Behind(ALL if record in kept else PERSONAL, customer)
        except CatalogError:
            continue  # the SQL fails on such records: nothing can be said of them
    return found


def _keep(staging: Staging, masked: Mapping[int, Mapping[int, str]]) -> None:
    rows = [(record, at, text) for record, kept in masked.items() for at, text in kept.items()]
    records, places, texts = zip(*rows, strict=True)
    staging.execute(
        "create or replace table masked as select unnest($records) as record,"
        " unnest($places) as place, unnest($texts) as text",
        {"records": list(records), "places": list(places), "texts": list(texts)},
    )


def _source(header: Header, fault: str, prefix: str) -> str:
    """Return SQL for the records as `source` has them, with or without what masking takes."""
    columns = []
    for column in header.mapping.columns:
        at = header.positions.get(column)
        cell = "null::varchar" if at is None or column == fault else f"r.c{at}"
        personal = column in header.mapping.personal
        if cell.startswith("r.") and (prefix == _KEPT or (prefix == _UNNAMED and personal)):
            left = "null" if personal else f"m.texts[{at}]"
            cell = f"case when m.texts[{at}] is null then {cell} else {left} end"
        columns.append(f"{cell} as {quoted(column)}")
    return f"""
        select r.rowid as _line, {", ".join(columns)} from raw as r
        join (select record, map(list(place), list(text)) as texts from masked group by record) as m
            on r.rowid = m.record
    """


def _make(staging: Staging, header: Header, prefix: str, source: str) -> None:
    staging.execute(f"create or replace view source as {source}")
    for statement in header.mapping.holds:
        staging.attempt(statement, broken(header.mapping))
    for name in header.mapping.targets:
        staging.attempt(
            f"create or replace table {quoted(prefix + name)} as from {quoted(name)}",
            broken(header.mapping),
        )


def _unharmed(staging: Staging, header: Header, frame: Frame, prefix: str) -> dict[int, str | None]:
    """Return the records of which a making agrees with what they say, and the customer."""
    differing, customers, made = [], [], []
    for name in header.mapping.targets:
        kinds = {
            str(row[0]): str(row[1]) for row in staging.rows(f"describe {quoted(_SAID + name)}")
        }
        listed = ", ".join(_compared(column, kind) for column, kind in kinds.items())
        said, kept = (f"select {listed} from {quoted(p + name)}" for p in (_SAID, prefix))
        for one, other in ((said, kept), (kept, said)):
            differing.append(f"select _line from ({one} except all {other})")
        made.append(f"select _line from {quoted(_SAID + name)}")
        if "customer" in kinds:
            key = cells.customer_cell('"customer"', kinds["customer"])
            customers.append(f"select _line, {key} as customer from {quoted(_SAID + name)}")
    nobody = "select null::bigint as _line, null::varchar as customer"
    rows = staging.attempt(
        f"""
        with differing as ({" union ".join(differing)}),
        made as ({" union ".join(made)}),
        person as (
            select _line, count(distinct customer) as n, max(customer) as customer
            from ({" union all ".join(customers or [nobody])}) group by _line
        )
        select m._line, p.customer from made as m left join person as p on m._line = p._line
        where m._line not in (select d._line from differing as d) and coalesce(p.n, 0) <= 1
            and m._line in (select k.record from masked as k)
        """,
        broken(header.mapping),
        {"secret": frame.secret} if customers else None,
    )
    return {int(record): customer for record, customer in rows}


def _compared(column: str, kind: str) -> str:
    if column == "customer":
        return "null as customer"
    if column in cells.MASKED:  # masked on their way into the table anyway
        stored = cells.text_cell(quoted(column), kind, unsafe=False, masked=True)
        return f"{stored} as {quoted(column)}"
    return quoted(column)
