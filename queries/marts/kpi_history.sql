/*---
title       = "The days of some KPIs at some touchpoints"
description = "The roll-up of the given pairs of KPI and touchpoint to a last day. One row per KPI, touchpoint and day."
kind        = "table"
params      = { kpis = "varchar[]", hashes = "varchar[]", touchpoints = "varchar[]", last = "date" }
columns     = ["kpi", "touchpoint_id", "day", "n", "sum", "sum_sq", "promoters", "detractors", "weight"]
---*/
with wanted as (
    select
        unnest($kpis) as kpi,
        unnest($hashes) as sql_hash,
        unnest($touchpoints) as touchpoint_id
)

select
    k.kpi,
    k.touchpoint_id,
    k.day,
    k.n,
    coalesce(k.sum, 0) as sum,
    coalesce(k.sum_sq, 0) as sum_sq,
    coalesce(k.promoters, 0) as promoters,
    coalesce(k.detractors, 0) as detractors,
    coalesce(k.weight, 0) as weight
from kpi_day as k
inner join wanted as w on k.kpi = w.kpi and k.sql_hash = w.sql_hash and k.touchpoint_id = w.touchpoint_id
where k.day <= $last
order by k.kpi, k.touchpoint_id, k.day
