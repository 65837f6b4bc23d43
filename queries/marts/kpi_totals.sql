/*---
title       = "KPIs of a period by touchpoint"
description = "Sums of the roll-up for the given KPIs, each from the first day to its own last. One row per KPI and touchpoint."
kind        = "table"
params      = { kpis = "varchar[]", hashes = "varchar[]", first = "date", lasts = "date[]" }
columns     = ["kpi", "touchpoint_id", "n", "sum", "sum_sq", "promoters", "detractors", "weight"]
---*/
with wanted as (
    select
        unnest($kpis) as kpi,
        unnest($hashes) as sql_hash,
        unnest($lasts) as last_day
)

select
    k.kpi,
    k.touchpoint_id,
    cast(sum(k.n) as bigint) as n,
    sum(k.sum) as sum,
    sum(k.sum_sq) as sum_sq,
    cast(sum(k.promoters) as bigint) as promoters,
    cast(sum(k.detractors) as bigint) as detractors,
    sum(k.weight) as weight
from kpi_day as k
inner join wanted as w on k.kpi = w.kpi and k.sql_hash = w.sql_hash
where k.day between $first and w.last_day
group by k.kpi, k.touchpoint_id
