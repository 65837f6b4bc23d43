/*---
title       = "How far contacts are followed"
description = """
The last day up to which a customer's next contact would be seen: that of the newest interaction, or an earlier one where
a source has been silent for longer than ever in these four weeks. Null where there is no interaction. One row."""
kind        = "table"
params      = { as_of = "timestamp", last = "date" }
columns     = ["followed_until"]
---*/
with newest as (
    select cast(max(local_at) as date) as newest_day
    from interaction
    where
        started_at <= $as_of
        and local_at < $last + interval 1 day
),

days as (
    select distinct
        coalesce(i.source, '') as source,
        cast(i.local_at as date) as day
    from interaction as i
    where
        i.started_at <= $as_of
        and i.local_at < $last + interval 1 day
        and i.local_at >= (select n.newest_day from newest as n) - interval 27 days
),

gaps as (
    select
        source,
        day,
        day - lag(day) over (partition by source order by day) as gap
    from days
),

sources as (
    select
        source,
        max(day) as last_day,
        count(*) as day_count,
        max(gap) as longest_gap
    from gaps
    group by source
)

-- A source of fewer than 14 days is a rare one, or one that has ended.
select
    least(
        newest_day,
        (
            select min(s.last_day)
            from sources as s
            where s.day_count >= 14 and n.newest_day - s.last_day > s.longest_gap
        )
    ) as followed_until
from newest as n
