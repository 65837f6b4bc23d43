/*---
title       = "The weeks that an effect rests on"
description = """
A KPI at an action's touchpoint and at its comparison, by weeks counted from the day live: week 0 is the first after. Excluded days are not
left out here; the week that has one does not count in the effect. One row per touchpoint and week."""
kind        = "table"
params      = { kpi = "varchar", sql_hash = "varchar", touchpoint = "varchar", comparison = "varchar", live = "date", first = "date", last = "date", measure = "varchar", scale = "double" }
columns     = ["touchpoint_id", "week", "first_day", "days", "n", "value", "sum", "promoters", "detractors", "weight"]
---*/
with weekly as (
    select
        touchpoint_id,
        cast(floor((day - $live) / 7) as integer) as week,
        count(*) as days,
        sum(n) as n,
        sum("sum") as "sum",
        sum(promoters) as promoters,
        sum(detractors) as detractors,
        sum(weight) as weight
    from kpi_day
    where
        kpi = $kpi
        and sql_hash = $sql_hash
        and touchpoint_id in ($touchpoint, $comparison)
        and day between $first and $last
    group by all
)

select
    touchpoint_id,
    week,
    cast($live + 7 * week as date) as first_day,
    days,
    cast(n as bigint) as n,
    case
        when $measure = 'nps' then 100.0 * (promoters - detractors) / nullif(n, 0)
        when $measure in ('rate', 'ratio') then $scale * "sum" / nullif(weight, 0)
        when $measure in ('proportion', 'mean') then $scale * "sum" / nullif(n, 0)
    end as value,
    "sum",
    promoters,
    detractors,
    weight
from weekly
order by week asc, touchpoint_id asc
