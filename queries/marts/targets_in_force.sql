/*---
title       = "Targets in force"
description = "Targets of KPIs that are valid on a day; without a touchpoint it is everywhere. One row per target."
kind        = "table"
params      = { today = "date" }
columns     = ["kpi", "touchpoint_id", "target"]
---*/
select
    kpi,
    touchpoint_id,
    target
from kpi_target
where
    coalesce(valid_from, $today) <= $today
    and coalesce(valid_to, $today) >= $today
order by valid_from nulls first
