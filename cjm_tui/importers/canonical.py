"""From what a mapping makes to rows of our tables: types, UTC and local time, hashes, safe text."""

from dataclasses import dataclass, field
from datetime import datetime

from cjm_tui.errors import CatalogError
from cjm_tui.importers import cells
from cjm_tui.importers.notation import Notation
from cjm_tui.importers.rules import quoted
from cjm_tui.importers.zone import ZoneRules, zone_rules
from cjm_tui.store.staging import Staging
from cjm_tui.store.targets import Column, Target

_LATER = "_plus_s"  # a time's seconds that are added to it, once it is known which moment it is
_DERIVED = frozenset({"local_at", "time_flag", "customer_key"})
_BEGAN, _ENDED = "started_at", "ended_at"
_TIME, _DAY = "a time", "a day (YYYY-MM-DD)"
_RUN = 100_000  # records whose span of time is looked at together
_ORDERED = 4  # spans that add up to this many times the whole are taken as out of order


@dataclass(frozen=True, slots=True)
class Frame:
    """What every target of one file shares."""

    mapping: str
    source: str  # what its rows name as their source
    timezone: str  # of the file
    site_timezone: str
    secret: str
    unsafe: bool
    versioned: bool = False
    gathered: bool = False  # personal columns come as marked keyed hashes
    notation: Notation = field(default_factory=Notation)


@dataclass(frozen=True, slots=True)
class Check:
    """Why a row may be bad; its place in the list, from 1, is the row's `_bad`."""

    column: str  # as the mapping makes it
    kind: str  # "missing", "never", "negative", "early" or what the cell is not

    @property
    def dated(self) -> bool:
        """Whether the cell should say a day or a time."""
        return self.kind in (_TIME, _DAY)

    def reason(self, frame: Frame, value: str) -> str:
        """Return the reason in plain words."""
        if self.kind == "missing":
            return "is missing"
        if self.kind == "never":
            return f"{value} never was in {frame.timezone}: the clocks went forward"
        if self.kind == "negative":
            return f"is negative: {value}"
        if self.kind == "early":
            return f"lies before {_BEGAN}: {value}"
        return f"is not {self.kind}: {value}"


@dataclass
class _Parts:
    """The layers of one projection while it is put together."""

    parsed: list[str] = field(default_factory=lambda: ["_line"])
    moved: list[str] = field(default_factory=lambda: ["*"])
    final: list[str] = field(default_factory=lambda: ["_line"])
    checks: list[Check] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)

    def check(self, condition: str, column: str, kind: str) -> None:
        self.checks.append(Check(column, kind))
        self.bad.append(f"when {condition} then {len(self.checks)}")


@dataclass(frozen=True, slots=True)
class Projection:
    """The statement that fills `staged_<target>`, and what its `_bad` means."""

    sql: str
    checks: tuple[Check, ...]
    parameters: dict[str, str]


@dataclass(frozen=True, slots=True)
class Span:
    """The range of a target's times, and whether its rows come in their order."""

    first: datetime
    last: datetime
    ordered: bool


def projection(
    staging: Staging,
    target: Target,
    columns: tuple[Column, ...],
    frame: Frame,
    span: Span | None = None,
) -> Projection:
    """Return how the target's rows are made of the view that the mapping defined by its name.

    `span` spares looking for the range of the times. Raises CatalogError where the view breaks the
    contract or fails on the data.
    """
    made = _made(staging, target, columns, frame)
    parts = _Parts()
    source = _in_one_form(target, columns, made, frame.notation)
    times = [column.name for column in columns if is_time(column) and column.name in made]
    if span is None:
        moments = {name: cells.rough_moment(quoted(name)) for name in times}
        span = span_of(staging, target, source, "_line", moments)
    here = zone_rules(frame.timezone, span.first, span.last)
    site = zone_rules(frame.site_timezone, span.first, span.last)
    for column in columns:
        if is_time(column) and column.name in made:
            _add_time(parts, column, made, here)
        elif column.name == "local_at":
            parts.final.append(f"{_local(target, made, frame, site)} as local_at")
        elif column.name == "time_flag":
            parts.final.append(f"{_flag(target, here)} as time_flag")
        elif column.name == "customer_key":
            _add_customer(parts, made, frame)
        else:
            _add_cell(parts, column, made, frame)
    if target.moment == _BEGAN and _ENDED in made:
        _add_end(parts, here, frame)
    for column in columns:
        if not column.nullable and column.name not in _DERIVED:
            _require(parts, column, made)
    bad = f"(case {' '.join(parts.bad)} end)::utinyint" if parts.bad else "null::utinyint"
    order = "" if span.ordered or not target.moment else f"order by {quoted(target.moment)}"
    sql = f"""
        create table {quoted("staged_" + target.name)} as
        select {", ".join(parts.final)}, {bad} as _bad
        from (select {", ".join(parts.moved)} from (
            select {", ".join(parts.parsed)} from {source}
        ) as parsed) as moved {order}
    """
    hashed = "customer" in made and not frame.gathered
    parameters = {"secret": frame.secret} if hashed else {}
    return Projection(sql, tuple(parts.checks), parameters)


def _in_one_form(
    target: Target, columns: tuple[Column, ...], made: dict[str, str], notation: Notation
) -> str:
    """Return SQL for the view with its texts of numbers and times in the one form for checks."""
    changed = []
    for column in columns:
        if made.get(column.name) != "VARCHAR" or column.kind in ("VARCHAR", "BOOLEAN"):
            continue
        cell = quoted(column.name)
        write = notation.moment if column.kind in ("TIMESTAMP", "DATE") else notation.number
        if (written := write(cell)) != cell:
            changed.append(f"{written} as {cell}")
    if not changed:
        return quoted(target.name)
    return f"(select * replace ({', '.join(changed)}) from {quoted(target.name)}) as in_one_form"


def _made(
    staging: Staging, target: Target, columns: tuple[Column, ...], frame: Frame
) -> dict[str, str]:
    """Return the columns that the mapping's view has, and their types."""

    def refusal(message: str) -> CatalogError:
        return CatalogError(f"mapping {frame.mapping}: {target.name}: {message}")

    described = staging.attempt(
        f"select column_name, column_type from (describe {quoted(target.name)})", refusal
    )
    made = {str(name): str(kind) for name, kind in described}
    if made.pop("_line", None) != "BIGINT":
        raise refusal("it must select _line as it comes from source")
    known = {column.name for column in columns} - _DERIVED
    if any(column.name == "customer_key" for column in columns):
        known.add("customer")
    known |= {column.name + _LATER for column in columns if is_time(column)}
    if unknown := sorted(made.keys() - known):
        raise refusal(f"it has no column {', '.join(unknown)}")
    if frame.versioned and target.fact and "source_version" not in made:
        raise refusal("it must select source_version, for the mapping declares a version")
    missing = [c.name for c in columns if not c.nullable and c.name not in made.keys() | _DERIVED]
    if missing:
        raise refusal(f"it needs {', '.join(missing)}")
    return made


def span_of(
    staging: Staging, target: Target, table: str, line: str, moments: dict[str, str]
) -> Span:
    """Return the span of a table's times, given by column, whose rows are numbered by `line`."""
    now = datetime(2000, 1, 1)
    if not moments:
        return Span(now, now, ordered=True)
    main = moments.get(target.moment) or next(iter(moments.values()))
    every = ", ".join(moments.values())
    found = staging.attempt(
        f"""
        select min(first_one), max(last_one), min(main_first), max(main_last),
            sum(epoch(main_last) - epoch(main_first)), count(*)
        from (
            select {line} // {_RUN} as run, min(least({every})) as first_one,
                max(greatest({every})) as last_one,
                min({main}) as main_first, max({main}) as main_last
            from {table} group by run
        ) as runs
        """,
        lambda message: CatalogError(f"{target.name}: {message}"),
    )
    first, last, main_first, main_last, spans, runs = found[0]
    if first is None or main_first is None:
        return Span(first or now, last or now, ordered=True)
    whole = (main_last - main_first).total_seconds()
    return Span(first, last, ordered=runs > _ORDERED and spans <= _ORDERED * whole)


def is_time(column: Column) -> bool:
    """Whether the column holds a time that a mapping gives, and not one that is derived."""
    return column.kind == "TIMESTAMP" and column.name not in _DERIVED


def _add_time(parts: _Parts, column: Column, made: dict[str, str], here: ZoneRules) -> None:
    cell, name, kind = quoted(column.name), column.name, made[column.name]
    naive, offset, utc = quoted("n_" + name), quoted("o_" + name), quoted("u_" + name)
    given = quoted("g_" + name)
    parts.parsed += [
        f"{cells.moment_cell(cell, kind)} as {naive}",
        f"{cells.offset_cell(cell, kind)} as {offset}",
    ]
    parts.parsed.append(f"{cell} as {given}")
    moment = f"case when {offset} then {naive} else {here.utc_of(naive)} end"
    if (plus := name + _LATER) in made:
        given_s, seconds = quoted("g_" + plus), quoted("p_" + plus)
        number = cells.seconds_cell(quoted(plus), made[plus])
        parts.parsed += [f"{quoted(plus)} as {given_s}", f"{number} as {seconds}"]
        parts.check(_unread(given_s, made[plus], seconds), plus, "a number of seconds")
        moment += f" + to_milliseconds(round(1000 * coalesce({seconds}, 0))::bigint)"
    parts.moved.append(f"{moment} as {utc}")
    parts.final.append(f"{utc} as {cell}")
    parts.check(_unread(given, kind, naive), name, _TIME)
    parts.check(f"{naive} is not null and {utc} is null", name, "never")


def _add_end(parts: _Parts, here: ZoneRules, frame: Frame) -> None:
    """An end before the beginning is bad; of many records made into one row it is unknown.

    In the hour that occurs twice a time without an offset may look so and is none the worse.
    """
    began, ended = quoted("u_" + _BEGAN), quoted("u_" + _ENDED)
    doubled = [
        f"not {quoted('o_' + name)} and ({twice})"
        for name in (_BEGAN, _ENDED)
        if (twice := here.doubled(quoted("n_" + name))) != "false"
    ]
    early = f"{ended} < {began}" + (f" and not ({' and '.join(doubled)})" if doubled else "")
    if frame.gathered:
        at = parts.final.index(f"{ended} as {quoted(_ENDED)}")
        parts.final[at] = f"(case when not ({early}) then {ended} end) as {quoted(_ENDED)}"
    else:
        parts.check(early, _ENDED, "early")


def _local(target: Target, made: dict[str, str], frame: Frame, site: ZoneRules) -> str:
    if not target.moment:
        return "null::timestamp"
    naive, offset = quoted("n_" + target.moment), quoted("o_" + target.moment)
    from_utc = site.local_of(quoted("u_" + target.moment))
    as_written = target.moment in made and target.moment + _LATER not in made
    if frame.timezone == frame.site_timezone and as_written:
        return f"(case when {offset} then {from_utc} else {naive} end)"
    return from_utc


def _flag(target: Target, here: ZoneRules) -> str:
    naive, offset = quoted("n_" + target.moment), quoted("o_" + target.moment)
    doubled = here.doubled(naive)
    if doubled == "false":
        return "null::varchar"
    return f"(case when not {offset} and ({doubled}) then 'doubled' end)"


def _add_customer(parts: _Parts, made: dict[str, str], frame: Frame) -> None:
    if "customer" in made:
        if frame.gathered:
            cell = cells.kept_customer_cell('"customer"::varchar')
        else:
            cell = cells.customer_cell('"customer"', made["customer"])
        parts.parsed.append(f"{cell} as p_customer")
        parts.final.append("p_customer as customer_key")
    else:
        parts.final.append("null::varchar as customer_key")


def _add_cell(parts: _Parts, column: Column, made: dict[str, str], frame: Frame) -> None:
    name = column.name
    if name not in made:
        default = _literal(frame.source) if name == "source" else "null"
        parts.final.append(f"({default})::{column.kind} as {quoted(name)}")
        return
    cell, kind, parsed = quoted(name), made[name], quoted("p_" + name)
    if column.kind == "VARCHAR":
        safe = cells.text_cell(cell, kind, unsafe=frame.unsafe, masked=name in cells.MASKED)
        parts.parsed.append(f"{safe} as {parsed}")
        parts.final.append(f"{parsed} as {cell}")
        return
    value, said = _typed(cell, kind, column)
    parts.parsed.append(f"{value} as {parsed}")
    duration = _is_duration(column)
    if duration and frame.gathered:
        parts.final.append(f"(case when {parsed} >= 0 then {parsed} end) as {cell}")
    else:
        parts.final.append(f"{parsed}::{column.kind} as {cell}")
    if kind != column.kind or duration:
        given = quoted("g_" + name)
        parts.parsed.append(f"{cell} as {given}")
        parts.check(_unread(given, kind, parsed), name, said)
    if duration and not frame.gathered:
        parts.check(f"{parsed} < 0", name, "negative")


def _is_duration(column: Column) -> bool:
    return column.kind == "DOUBLE" and column.name.endswith("_s")


def _typed(cell: str, kind: str, column: Column) -> tuple[str, str]:
    wanted = column.kind
    if _is_duration(column):
        return cells.seconds_cell(cell, kind), "a number of seconds"
    if wanted == "BOOLEAN":
        return cells.flag_cell(cell, kind), "yes or no"
    if wanted == "DATE":
        return cells.day_cell(cell, kind), _DAY
    if wanted in ("DOUBLE", "INTEGER", "BIGINT"):
        said = "a number" if wanted == "DOUBLE" else "a whole number"
        return cells.number_cell(cell, kind, wanted), said
    return f"try_cast({cell} as {wanted})", f"a {wanted.lower()}"


def _require(parts: _Parts, column: Column, made: dict[str, str]) -> None:
    """A column that the table needs: missing where it is empty, before anything else is said."""
    if is_time(column) and column.name in made:
        parts.check(f"{quoted('n_' + column.name)} is null", column.name, "missing")
    elif column.kind == "VARCHAR":
        value = quoted("p_" + column.name)
        parts.check(f"{value} is null or trim({value}) = ''", column.name, "missing")
    else:
        parts.check(f"{quoted('p_' + column.name)} is null", column.name, "missing")


def _unread(given: str, kind: str, value: str) -> str:
    """Return SQL for a cell that says something which is no value of its column's type.

    The `case` keeps the trimming from all rows that are in order.
    """
    filled = f"trim({given}) <> ''" if kind == "VARCHAR" else "true"
    return f"(case when {given} is not null and {value} is null then {filled} end)"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
