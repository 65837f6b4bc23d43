"""A KPI's denominator told apart by dimensions: what each part's value and interval need."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from cjm_tui.domain.breakdown import Cut, Dimension
from cjm_tui.domain.kpi import Kpi, Measure, Tally
from cjm_tui.domain.statistics.groups import Days
from cjm_tui.store.catalog import literal
from cjm_tui.store.dimensions import value_sql, with_dimensions
from cjm_tui.store.session import Reader

Dimensions = tuple[Dimension, ...]

_NAMES = tuple(f'"{dimension.column}"' for dimension in Dimension)

# One row per row of the denominator; y over x is what the KPI's value is.
_PARTED = """
create or replace temp table parted as
select cast(denominator.local_at as date) as "day", "value", {weight} as weight, {top} as y,
    {size} as x, {promoter} as promoter, {detractor} as detractor,
    {columns}
{rows}
where denominator.touchpoint_id = {touchpoint}
"""

# Each part's sums by day, then over days, beside the day's sums of all parts whose value is known.
_TALLIES = """
with by_day as (
    select grouping({names}) as kind, {names}, "day", count(*) as n, sum("value") as s,
        sum("value" * "value") as ss, sum(promoter) as p, sum(detractor) as q, sum(weight) as w,
        sum(y) as y, sum(x) as x
    from parted
    group by grouping sets ({sets})
),
known as (
    select kind, "day", sum(y) as y, sum(x) as x from by_day
    where coalesce({names}) is not null
    group by kind, "day"
),
known_days as (
    select kind, count(*) as days, sum(y * y) as yy, sum(y * x) as yx, sum(x * x) as xx
    from known group by kind
)
select b.kind, {named}, cast(sum(b.n) as bigint), sum(b.s), sum(b.ss), cast(sum(b.p) as bigint),
    cast(sum(b.q) as bigint), sum(b.w), count(*),
    coalesce(any_value(t.days) - count(*) filter (k.x = b.x), 0),
    sum(b.y * b.y), sum(b.y * b.x), sum(b.x * b.x), coalesce(sum(b.y * k.y), 0),
    coalesce(sum(b.y * k.x), 0), coalesce(sum(b.x * k.y), 0), coalesce(sum(b.x * k.x), 0),
    coalesce(any_value(t.yy), 0), coalesce(any_value(t.yx), 0), coalesce(any_value(t.xx), 0)
from by_day as b
left join known as k on b.kind = k.kind and b."day" = k."day"
left join known_days as t on b.kind = t.kind
group by b.kind, {named}
order by all
"""

_VALUES = """
select grouping({names}), {names}, list_sort(list("value")) from parted
group by grouping sets ({sets})
order by all
"""


class PartTally(NamedTuple):
    """One part of a denominator."""

    cut: Cut
    tally: Tally
    days: Days


def part_tallies(
    reader: Reader,
    kpi: Kpi,
    rows: str,
    dimensions: str,
    touchpoint_id: str,
    divisions: Sequence[Dimensions],
) -> list[PartTally]:
    """Return the parts of a KPI's rows at a touchpoint, in each division.

    `rows` is the KPI's SQL, `dimensions` what `dimensions_sql` says of them. Leaves the rows in a
    temporary table for `part_values`.
    """
    weighted = kpi.measure in (Measure.RATE, Measure.RATIO)
    nps = kpi.measure is Measure.NPS
    promoter, detractor = ('("value" >= 9)', '("value" <= 6)') if nps else ("0", "0")
    parted = _PARTED.format(
        weight="weight" if weighted else "0::double",
        size="weight" if weighted else "1::double",
        top=f"cast({promoter}::integer - {detractor}::integer as double)" if nps else '"value"',
        promoter=f"{promoter}::integer",
        detractor=f"{detractor}::integer",
        columns=",\n    ".join(
            f"cast({value_sql(dimension, dimensions)} as varchar) as {name}"
            for dimension, name in zip(Dimension, _NAMES, strict=True)
        ),
        rows=with_dimensions(rows, dimensions),
        touchpoint=literal(touchpoint_id),
    )
    reader.scratch().execute(parted)
    return [
        PartTally(cut, Tally(*sums[:6]), Days(*sums[6:]))
        for cut, sums in _cuts(reader, _TALLIES, divisions)
    ]


def part_values(
    reader: Reader, divisions: Sequence[Dimensions]
) -> Iterator[tuple[Cut, list[float]]]:
    """Yield the values of each part in ascending order, for quantiles, after `part_tallies`."""
    for cut, (ascending,) in _cuts(reader, _VALUES, divisions):
        yield cut, ascending


def _cuts(
    reader: Reader, sql: str, divisions: Sequence[Dimensions]
) -> Iterator[tuple[Cut, tuple[Any, ...]]]:
    """Yield the cut of each row of the grouped SQL, and the columns after its dimensions."""
    days = ', "day"' if sql is _TALLIES else ""
    grouped = sql.format(
        names=", ".join(_NAMES),
        named=", ".join(f"b.{name}" for name in _NAMES),
        sets=", ".join(f"({_set(division)}{days})" for division in divisions),
    )
    by_kind = {_kind(division): division for division in divisions}
    for kind, *columns in reader.rows(grouped):
        values = dict(zip(Dimension, columns, strict=False))
        cut = Cut(tuple((dimension, values[dimension]) for dimension in by_kind[kind]))
        yield cut, tuple(columns[len(_NAMES) :])


def _set(division: Dimensions) -> str:
    return ", ".join(f'"{dimension.column}"' for dimension in division)


def _kind(division: Dimensions) -> int:
    """Return what DuckDB's grouping() gives for it: a bit for each column that is left out."""
    bits = "".join("0" if dimension in division else "1" for dimension in Dimension)
    return int(bits, 2)
