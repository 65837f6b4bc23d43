/*---
title       = "Rows known only as daily totals"
description = "How many rows of a KPI at a touchpoint came as daily totals, which have no rows to show. One row."
kind        = "table"
params      = { kpi = "varchar", touchpoint = "varchar", first = "date", last = "date" }
columns     = ["n"]
---*/
select coalesce(cast(sum(n) as bigint), 0) as n
from measure
where
    kpi = $kpi
    and touchpoint_id = $touchpoint
    and day between $first and $last
