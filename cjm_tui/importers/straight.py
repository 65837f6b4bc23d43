"""The short way for plain files: from the reader straight into the target, without `raw`.

It is for mappings that ship with cjm (their SQL is trusted while the file is open), with one table
of facts and no rules but such as refuse a record. The staged rows come in the order of the file, so
that `rowid` numbers the records and `_line` is free to carry the rule that refuses one. `raw` is
only read where a record turns out to be bad, to keep its text.
"""

from datetime import datetime, timedelta

from cjm_tui.importers.canonical import Frame, Projection, Span, is_time, projection, span_of
from cjm_tui.importers.content import Content
from cjm_tui.importers.header import Header
from cjm_tui.importers.layout import Layout
from cjm_tui.importers.mapping import Mapping
from cjm_tui.importers.quarantine import write_quarantine
from cjm_tui.importers.raw import REJECTS, RawRead, ReaderGivesUpError, adds_up, load_raw, reading
from cjm_tui.importers.rejects import rejects_of
from cjm_tui.importers.rules import Refusal, named, quoted
from cjm_tui.importers.staged import StagedFile, bad_records, broken
from cjm_tui.store.staging import Staging
from cjm_tui.store.targets import TARGETS, Column

# Times are mostly recent: offsets of these years are tried before any time has been seen.
_LIKELY = Span(datetime(2019, 1, 1), datetime(2031, 1, 1), ordered=True)
_MARGIN = timedelta(days=2)


def is_straight(header: Header, content: Content) -> bool:
    """Whether the file can go the short way."""
    mapping = header.mapping
    (first, *more) = mapping.targets
    plain = not (more or content.nul or content.long_line or mapping.holds) and all(
        rule.kind == "refuse" for rule in mapping.rules
    )
    special = header.correction or mapping.gather or "json" in mapping.dialect.formats
    return mapping.shipped and plain and TARGETS[first].fact and not special


def stage_straight(
    staging: Staging,
    content: Content,
    header: Header,
    frame: Frame,
    tables: dict[str, tuple[Column, ...]],
) -> StagedFile | None:
    """Stage the file, or return None where its lines are not its records: cells with line ends.

    The staging file is to be renewed then. Raises as `stage_file` does.
    """
    try:
        return _staged(staging, content, header, frame, tables)
    except ReaderGivesUpError:
        return None


def _staged(
    staging: Staging,
    content: Content,
    header: Header,
    frame: Frame,
    tables: dict[str, tuple[Column, ...]],
) -> StagedFile | None:
    mapping = header.mapping
    (name,) = mapping.targets
    table = quoted("staged_" + name)
    # The reader's own errors come to light when the view is first read.
    staging.attempt(f"create view raw as {reading(content, header)}", ReaderGivesUpError)
    staging.execute(f"create view named as select {named(header, 'null::bigint')} from raw")
    staging.execute(f"create view source as select {_ruled(mapping)} from named")
    for statement in mapping.statements:
        staging.attempt(statement, broken(mapping))
    made = projection(staging, TARGETS[name], tables[name], frame, _LIKELY)
    staging.attempt(made.sql, ReaderGivesUpError, made.parameters)
    times = {column.name: quoted(column.name) for column in tables[name] if is_time(column)}
    span = span_of(staging, TARGETS[name], table, "rowid", times)
    if span.first < _LIKELY.first + _MARGIN or span.last > _LIKELY.last - _MARGIN:
        staging.execute(f"drop table {table}")
        made = projection(staging, TARGETS[name], tables[name], frame, span)
        staging.attempt(made.sql, ReaderGivesUpError, made.parameters)
    raw = _counted(staging, content, header, table)
    if raw is None or raw.read == 0:
        return None
    refused: list[Refusal] = []
    if staging.rows(f"select 1 from {table} where _bad is not null or _line is not null limit 1"):
        whole = _whole(staging, content, header)
        if (whole.records, len(whole.malformed)) != (raw.records, len(raw.rejects)):
            return None
        raw = whole
        refused = _leave_out(staging, header, frame, made)
    staging.lock_down()
    if not span.ordered:
        _put_in_order(staging, name)
    write_quarantine(staging, header, frame, raw, refused)
    staging.drop_views()
    return StagedFile(
        targets=mapping.targets,
        read=raw.read,
        ignored=0,
        quarantined=len(raw.malformed) + len(refused),
    )


def _ruled(mapping: Mapping) -> str:
    """Return SQL for the file's columns, with the number of the rule that refuses as `_line`."""
    if not mapping.rules:
        return "*"
    branches = " ".join(
        f"when ({rule.condition}\n) then {at}" for at, rule in enumerate(mapping.rules)
    )
    return f"* replace ((case {branches} end)::bigint as _line)"


def _counted(staging: Staging, content: Content, header: Header, table: str) -> RawRead | None:
    """Return what was read, or None where the lines do not account for it."""
    ((records,),) = staging.rows(f"select count(*) from {table}")
    rejects = rejects_of(staging, content, header, REJECTS)
    if not adds_up(content, header, records, rejects):
        return None
    return RawRead(records, rejects, (), Layout(header.lines + 1))


def _whole(staging: Staging, content: Content, header: Header) -> RawRead:
    """Read all cells, for the text of the bad records."""
    staging.execute("drop view raw")
    raw = load_raw(staging, content, header)
    staging.execute(f"create or replace view named as select {named(header)} from raw")
    staging.execute("create or replace view source as select * from named")
    return raw


def _leave_out(staging: Staging, header: Header, frame: Frame, made: Projection) -> list[Refusal]:
    """Take the bad records out and return them."""
    (name,) = header.mapping.targets
    table = quoted("staged_" + name)
    rules = header.mapping.rules
    found = staging.rows(f"select rowid, _line from {table} where _line is not null")
    by_rule = {int(at): rules[rule] for at, rule in found}
    refused = [Refusal(at, rule.column, rule.because) for at, rule in by_rule.items()]
    for refusal in bad_records(staging, name, made.checks, frame, line="rowid"):
        if refusal.record not in by_rule:
            refused.append(refusal)
    staging.execute(f"delete from {table} where _bad is not null or _line is not null")
    return refused


def _put_in_order(staging: Staging, name: str) -> None:
    table, ordered = quoted("staged_" + name), quoted("ordered_" + name)
    moment = TARGETS[name].moment
    if not moment:
        return
    staging.execute(
        f"create table {ordered} as select * replace (rowid as _line) from {table}"
        f" order by {quoted(moment)}"
    )
    staging.execute(f"drop table {table}")
    staging.execute(f"alter table {ordered} rename to {table}")
