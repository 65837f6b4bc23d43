/*---
title       = "KPIs with an event at a touchpoint"
description = "Where the given KPIs have ever counted an event. One row per KPI and touchpoint."
kind        = "table"
params      = { kpis = "varchar[]", hashes = "varchar[]" }
columns     = ["kpi", "touchpoint_id"]
---*/
with wanted as (
    select
        unnest($kpis) as kpi,
        unnest($hashes) as sql_hash
)

select
    k.kpi,
    k.touchpoint_id
from kpi_day as k
inner join wanted as w on k.kpi = w.kpi and k.sql_hash = w.sql_hash
where k.sum > 0
group by k.kpi, k.touchpoint_id
