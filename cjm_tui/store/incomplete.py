"""Days for which a source delivered far less than its weekday's usual volume.

A day of one source and channel is incomplete where its legs number less than the median of the
same weekday in the eight weeks before by more than half of it, and by more than five times its
square root (chance alone, for small volumes). It takes at least four such weekdays; holidays and
days that are incomplete themselves are left out of the median. A day without any rows counts too.
"""

from datetime import date, timedelta

from cjm_tui.store.session import Writer

_HISTORY = timedelta(weeks=8)

_JUDGE = """
create or replace temp table judged_day as
with volume as (
    select source, coalesce(channel, '') as channel, local_at::date as day, count(*) as n
    from interaction
    where source = $source and local_at >= $since and local_at < $until
    group by all
),
begun as (
    select source, channel, min(day) as first_day from volume group by all
),
calendar as (
    select b.source, b.channel, b.first_day, unnest(generate_series(
        greatest(b.first_day, $since::date), $until::date - 1, interval 1 day))::date as day
    from begun as b
),
filled as (
    select c.source, c.channel, c.day, coalesce(v.n, 0) as n,
        h.day is null and i.day is null as usual
    from calendar as c
    left join volume as v using (source, channel, day)
    left join (select distinct day from holiday) as h on c.day = h.day
    left join (
        select distinct d.day, t.channel from incomplete_day as d
        join (select distinct touchpoint_id, coalesce(channel, '') as channel from interaction
            where source = $source and local_at >= $since and local_at < $until) as t
            on d.touchpoint_id = t.touchpoint_id
        where d.source = $source and d.day < $first
    ) as i on c.day = i.day and c.channel = i.channel
),
expected as (
    select f.source, f.channel, f.day, f.n, median(p.n) as usual_n
    from filled as f
    join filled as p on p.source = f.source and p.channel = f.channel and p.usual
        and p.day < f.day and p.day >= f.day - 56 and (f.day - p.day) % 7 = 0
    where f.day >= $first
    group by all
    having count(*) >= 4
)
select * from expected
where n < usual_n - greatest(usual_n / 2, 5 * sqrt(usual_n))
"""

_MARK = """
insert into incomplete_day
select j.day, j.source, t.touchpoint_id,
    strftime(j.day, '%A %-d %B') || ' has ' || j.n || ' '
    || coalesce(nullif(j.channel, ''), 'other') || ' contacts where '
    || round(j.usual_n)::bigint || ' are usual', $now
from judged_day as j
join (
    select distinct coalesce(channel, '') as channel, touchpoint_id from interaction
    where source = $source and local_at >= $since and local_at < $until
) as t on j.channel = t.channel
where t.touchpoint_id is not null
"""


def mark_incomplete(writer: Writer, source: str, first: date, last: date) -> int:
    """Judge the source's local days from `first` to `last` anew; return how many are incomplete.

    Where the source's data ended before `first`, the days without a file between are judged too.
    """
    (before,) = writer.row(
        "select max(local_at)::date from interaction where source = ? and local_at < ?",
        [source, first],
    )
    if before is not None:
        first = min(first, before + timedelta(days=1))
    span = {"source": source, "since": first - _HISTORY, "until": last + timedelta(days=1)}
    writer.execute(_JUDGE, {**span, "first": first})
    writer.execute(
        "delete from incomplete_day where source = $source and day between $first and $last",
        {"source": source, "first": first, "last": last},
    )
    writer.execute(_MARK, {**span, "now": writer.now})
    return int(writer.row("select count(distinct day) from judged_day")[0])


def mark_after_undo(writer: Writer, source: str, first: date, last: date) -> None:
    """Judge the source's days anew from which an undo has taken rows, or given some back."""
    (end,) = writer.row("select max(local_at)::date from interaction where source = ?", [source])
    writer.execute(
        "delete from incomplete_day where source = ? and day > coalesce(?, date '0001-01-01')",
        [source, end],
    )
    if end is not None and first <= end:
        mark_incomplete(writer, source, first, min(last, end))
