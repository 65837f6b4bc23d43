"""The rows behind a number: a KPI's stored query at one touchpoint, and what it leads to."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from cjm_tui.domain.kpi import Kpi, Measure
from cjm_tui.domain.rows import Rows
from cjm_tui.domain.statistics.ascending import Ascending
from cjm_tui.store.catalog import literal
from cjm_tui.store.session import Reader

# The words of the answers counted, and those given about the contacts counted.
_WORDS = """
with denominator as (
{sql}
),
contacts as (
    select distinct i.contact_id from interaction as i
    semi join denominator as d
        on d.source_table = 'interaction' and i.interaction_id = d.source_id
    union
    select v.contact_id from invitation as v
    semi join denominator as d
        on d.source_table = 'invitation' and v.invitation_id = d.source_id
)
select f.local_at, f.instrument, coalesce(f.scale, ''), f.score, f.verbatim,
    'customer', count(*) over ()
from feedback as f
where trim(f.verbatim) <> '' and f."at" <= $as_of
    and coalesce(f.voice, 'customer') = 'customer' and (
    f.feedback_id in (
        select d.source_id from denominator as d where d.source_table = 'feedback'
    )
    or f.contact_id in (select c.contact_id from contacts as c)
)
order by f."at" desc, f.feedback_id asc
limit $most
"""

_SUMS = """
select count(*), sum("value"), sum("value" * "value"), count(*) filter ("value" >= 9),
    count(*) filter ("value" <= 6), {weight}
from (
{sql}
) as denominator
group by cast(local_at as date) order by cast(local_at as date)
"""


def standing_sql(rows: str, *touchpoints: str) -> str:
    """Return SQL that runs as it stands: the rows of a KPI's filled-in SQL at one or several."""
    ids = [literal(touchpoint) for touchpoint in touchpoints]
    at = f"= {ids[0]}" if len(ids) == 1 else f"in ({', '.join(ids)})"
    return (
        f"select *\nfrom (\n{indented(rows)}\n) as denominator\n"
        f"where touchpoint_id {at}\norder by local_at, source_id"
    )


def joined_sql(rows: str, touchpoints: Sequence[str], *, once: bool) -> str:
    """Return SQL that runs as it stands: a KPI's rows at several touchpoints together.

    With `once` each contact counts once, where it was counted last: a KPI that follows contacts to
    the next one has a row at each touchpoint that the contact passed.
    """
    ids = ", ".join(literal(name) for name in touchpoints)
    inner = f"(\n{indented(rows)}\n) as denominator"
    if not once:
        return (
            f"select *\nfrom {inner}\nwhere touchpoint_id in ({ids})\norder by local_at, source_id"
        )
    return (
        f"select denominator.*\nfrom {inner}\nleft join interaction as leg\n"
        "    on denominator.source_table = 'interaction'\n"
        "    and denominator.source_id = leg.interaction_id\n"
        f"where denominator.touchpoint_id in ({ids})\n"
        "qualify row_number() over (\n"
        "    partition by source_table, coalesce(leg.contact_id, source_id)\n"
        "    order by denominator.local_at desc, source_id desc\n) = 1\n"
        "order by denominator.local_at, source_id"
    )


def both_sql(before: str, now: str) -> str:
    """Return the rows of two stretches of days as one, each row saying to which it belongs."""
    halves = (
        f"select *, '{days}' as days\nfrom (\n{indented(sql)}\n) as {days}_rows"
        for days, sql in (("before", before), ("now", now))
    )
    return "\nunion all\n".join(halves) + "\norder by days, local_at, source_id"


def indented(sql: str) -> str:
    """Return SQL four blanks to the right, for brackets around it."""
    return "\n".join(f"    {line}".rstrip() for line in sql.splitlines())


def denominator_rows(reader: Reader, sql: str, limit: int | None) -> Rows:
    """Return the rows of `standing_sql`, all where `limit` is None, and how many there are."""
    total = reader.row(f"select count(*) from (\n{sql}\n) as denominator")[0]
    cut = "" if limit is None else f" limit {limit}"
    rows = reader.rows(f"select * from (\n{sql}\n) as denominator{cut}")
    columns = tuple(row[0] for row in reader.rows(f"describe {sql}"))
    return Rows(columns, tuple(rows), total)


def denominator_words(reader: Reader, sql: str, limit: int) -> list[tuple[Any, ...]]:
    """Return what was said with the rows of `standing_sql`, newest first, in seven columns.

    They are local time, instrument, scale, score, words, voice and how many there are in all.
    """
    return reader.rows(_WORDS.format(sql=sql), {"most": limit, "as_of": reader.now})


def ascending_values(reader: Reader, sql: str) -> Ascending:
    """Return the values of `standing_sql` in ascending order, for quantiles."""
    return Ascending(
        reader.rows(
            f'select "value", count(*) from (\n{sql}\n) as denominator group by 1 order by 1'
        )
    )


def quantiles_by_day(
    reader: Reader, sql: str, share: float, weeks_from: date | None = None
) -> dict[date, float]:
    """Return a quantile of each local day of `standing_sql`.

    With `weeks_from` of each seven days that count from it, by the first of them.
    """
    back = "((date_diff('day', $weeks_from, day) % 7) + 7) % 7"
    first = "day" if weeks_from is None else f"day - cast({back} as integer)"
    rows = reader.rows(
        f'select {first}, quantile_cont("value", cast($share as double)) from'
        f' (select cast(local_at as date) as day, "value" from (\n{sql}\n) as denominator) as d'
        " group by 1",
        {"share": share} | ({} if weeks_from is None else {"weeks_from": weeks_from}),
    )
    return {day.date() if isinstance(day, datetime) else day: value for day, value in rows}


def sums_by_day(reader: Reader, kpi: Kpi, sql: str) -> list[tuple[Any, ...]]:
    """Return the sums of each local day of `standing_sql`, as `kpi_day` has them."""
    weight = "sum(weight)" if kpi.measure in (Measure.RATE, Measure.RATIO) else "0::double"
    return reader.rows(_SUMS.format(sql=sql, weight=weight))
