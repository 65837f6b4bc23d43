/*---
title       = "The weeks that an effect rests on"
description = """
A KPI at an action's touchpoint and at its comparison, by weeks counted from the day live: week 0 is the first after. Excluded days are not
left out here; the week that has one does not count in the effect. One row per touchpoint and week."""
kind        = "table"
params      = { kpi = "varchar", sql_hash = "varchar", touchpoint = "varchar", comparison = "varchar", live = "date", first = "date", last = "date", measure = "varchar", scale = "double" }
columns     = ["touchpoint_id", "week_no", "first_day", "n_days", "n", "value", "total", "promoters", "detractors", "weight"]
---*/
with weekly as (
    select
        k.touchpoint_id,
        cast(floor((k.day - $live) / 7) as integer) as week_no,
        count(*) as n_days,
        sum(k.n) as n,
        sum(k.sum) as total,
        sum(k.promoters) as promoters,
        sum(k.detractors) as detractors,
        sum(k.weight) as weight
    from kpi_day as k
    where
        k.kpi = $kpi
        and k.sql_hash = $sql_hash
        and k.touchpoint_id in ($touchpoint, $comparison)
        and k.day between $first and $last
    group by all
)

select
    touchpoint_id,
    week_no,
    cast($live + 7 * week_no as date) as first_day,
    n_days,
    cast(n as bigint) as n,
    case
        when $measure = 'nps' then 100.0 * (promoters - detractors) / nullif(n, 0)
        when $measure in ('rate', 'ratio') then $scale * total / nullif(weight, 0)
        when $measure in ('proportion', 'mean') then $scale * total / nullif(n, 0)
    end as value,
    total,
    promoters,
    detractors,
    weight
from weekly
order by week_no asc, touchpoint_id asc
