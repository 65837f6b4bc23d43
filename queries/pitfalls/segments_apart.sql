/*---
title       = "Segments that are served worse than the others"
description = """
Segments at touchpoints, by each customer's first identified visit in the period. Failed: they came back within 7 days at least 5 points more often than the other
segments there, and beyond chance (z of 3.5 or more). Not known: fewer than 30 on either side. One row per touchpoint and segment."""
kind        = "pitfall"
reads       = "visits"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }
columns     = ["place", "failed", "touchpoint_id", "segment", "customers", "came_back", "percentage", "other_customers", "other_percent", "z"]

[pitfall]
of      = "personalisation"
order   = 2
item    = "segment at a touchpoint"
items   = "segments at touchpoints"
failed  = "served worse than the others there"
because = "One way for all fits some segments worse than others."
needs   = "known customers with a segment, 30 of each and 30 other customers at a touchpoint"
window  = 7
---*/
with firsts as (
    select
        v.touchpoint_id,
        c.segment,
        coalesce(v.next_at <= v.ended_at + interval 7 days, false) as came_back
    from visits as v
    inner join contact as c on v.contact_id = c.contact_id
    where v.first_at >= $from and c.segment is not null
    qualify row_number() over (partition by v.touchpoint_id, v.customer order by v.first_at, v.contact_id) = 1
),

segments as (
    select
        touchpoint_id,
        segment,
        count(*) as n,
        count(*) filter (where came_back) as back
    from firsts
    group by touchpoint_id, segment
),

beside as (
    select
        touchpoint_id,
        segment,
        n,
        back,
        sum(n) over (partition by touchpoint_id) as all_n,
        sum(back) over (partition by touchpoint_id) as all_back
    from segments
),

compared as (
    select
        touchpoint_id,
        segment,
        n,
        back,
        cast(all_n - n as bigint) as other_customers,
        100.0 * back / n as percentage,
        100.0 * (all_back - back) / nullif(all_n - n, 0) as other_percent,
        (1.0 * back / n - 1.0 * (all_back - back) / nullif(all_n - n, 0))
        / nullif(
            sqrt((1.0 * all_back / all_n) * (1 - 1.0 * all_back / all_n) * (1.0 / n + 1.0 / nullif(all_n - n, 0))),
            0
        ) as z
    from beside
)

select
    coalesce(t.name, c.touchpoint_id) || ': ' || c.segment as place,
    case
        when c.n >= 30 and c.other_customers >= 30
            then coalesce(c.z >= 3.5 and c.percentage - c.other_percent >= 5, false)
    end as failed,
    c.touchpoint_id,
    c.segment,
    c.n as customers,
    c.back as came_back,
    c.percentage,
    c.other_customers,
    c.other_percent,
    c.z
from compared as c
left join touchpoint as t on c.touchpoint_id = t.touchpoint_id
order by failed desc nulls last, place asc
