"""A mapping's rules: which records are irrelevant, which are refused, and what `source` holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from cjm_tui.errors import CatalogError, RefusedFileError
from cjm_tui.importers.header import Header
from cjm_tui.importers.json_rows import NOT_JSON
from cjm_tui.importers.mapping import Mapping
from cjm_tui.importers.sheet import MASK
from cjm_tui.store.staging import Staging

NUL = "holds a NUL byte"
_REASONS = {-1: NUL, -3: NOT_JSON}  # of records that no rule takes
_REFUSED = -2  # in `taken`: for a reason that is kept elsewhere


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record (its number in `raw`) that is refused, and why."""

    record: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the rules took out."""

    ignored: int
    refused: tuple[Refusal, ...]


def apply_rules(
    staging: Staging, header: Header, *, nul: bool, refused: tuple[Refusal, ...] = ()
) -> Ruled:
    """Make the table `taken` (record, rule) and the view `source` of the records that are left.

    The first rule whose condition holds takes the record; one with NUL bytes is refused before
    any rule, and so are those that are `refused` already. Raises RefusedFileError where a rule
    refuses the file whole, CatalogError where a condition is no SQL.
    """
    mapping = header.mapping
    staging.execute(f"create view named as select {named(header)} from raw")
    staging.execute("create table taken (_line bigint, rule integer)")
    branches = []
    if refused:
        _take(staging, refused)
    if nul:
        cells = ", ".join(f"c{at}" for at in range(len(header.cells)))
        staging.execute(
            f"insert into taken select rowid, -1 from raw"
            f" where contains(concat_ws(' ', {cells}), chr(0))"
            " and rowid not in (select t._line from taken as t)"
        )
    if header.dialect.format == "json":
        staging.execute(
            f"insert into taken select rowid, -3 from raw"
            f" where c{len(header.cells) - 1} is not null"
            " and rowid not in (select t._line from taken as t)"
        )
    for at, rule in enumerate(mapping.rules):
        branches.append(f"when ({rule.condition}\n) then {at}")
    if branches:
        staging.attempt(
            f"""
            insert into taken
            select _line, rule from (
                select _line, case {" ".join(branches)} end as rule from named
                where _line not in (select t._line from taken as t)
            )
            where rule is not null
            """,
            lambda message: CatalogError(f"mapping {mapping.name}: a rule's SQL fails: {message}"),
        )
    ruled = _outcome(staging, mapping, refused)
    if not (ruled.ignored or ruled.refused):
        staging.execute("create view source as select * from named")
    else:
        staging.execute(
            "create view source as"
            " select n.* from named as n anti join taken as t on n._line = t._line"
        )
    return ruled


def refuse_more(staging: Staging, refused: list[Refusal]) -> None:
    """Take records out of `source` that turned out to be bad later."""
    _take(staging, refused)
    staging.execute(
        "create or replace view source as"
        " select n.* from named as n anti join taken as t on n._line = t._line"
    )


def _take(staging: Staging, refused: Sequence[Refusal]) -> None:
    numbers = [refusal.record for refusal in refused]  # as text they would be 5 kB of memory each
    staging.execute(f"insert into taken select unnest(?::bigint[]), {_REFUSED}", [numbers])


def _outcome(staging: Staging, mapping: Mapping, known: tuple[Refusal, ...]) -> Ruled:
    ignored = 0
    refused = list(known)
    for number, count in staging.rows(
        f"select rule, count(*) from taken where rule <> {_REFUSED} group by rule"
    ):
        if number >= 0 and mapping.rules[number].kind == "ignore":
            ignored += int(count)
            continue
        if number >= 0 and mapping.rules[number].kind == "refuse_file":
            raise RefusedFileError(mapping.rules[number].because)
        column = "" if number < 0 else mapping.rules[number].column
        reason = _REASONS[number] if number < 0 else mapping.rules[number].because
        records = staging.rows("select _line from taken where rule = ?", [number])
        refused += [Refusal(int(record), column, reason) for (record,) in records]
    return Ruled(ignored, tuple(refused))


def named(header: Header, line: str = "rowid") -> str:
    """Return SQL for the file's records by the mapping's names of the columns, with `_line`."""
    parts = [f"{line} as _line"]
    for column in header.mapping.columns:
        at = header.positions.get(column)
        cell = "null::varchar" if at is None else f"c{at}"
        if header.correction and at is not None and column in header.mapping.personal:
            cell = f"nullif({cell}, '{MASK}')"  # a mask is nobody
        parts.append(f"{cell} as {quoted(column)}")
    return ", ".join(parts)


def quoted(name: str) -> str:
    """Return a name as SQL, whatever stands in it."""
    return '"' + name.replace('"', '""') + '"'
