/*---
title       = "What is known only as daily totals"
description = """
The sums of a KPI's rows at a touchpoint, or at all where it is '', that came as daily totals, which have no rows to show. Where a total gives no squares, a
share's are its sum. One row."""
kind        = "table"
params      = { kpi = "varchar", touchpoint = "varchar", first = "date", last = "date", is_share = "boolean" }
columns     = ["n", "sum", "sum_sq", "promoters", "detractors", "weight"]
---*/
select
    coalesce(cast(sum(n) as bigint), 0) as n,
    coalesce(sum(sum), 0) as sum,
    coalesce(sum(coalesce(sum_sq, case when $is_share then sum end)), 0) as sum_sq,
    coalesce(cast(sum(promoters) as bigint), 0) as promoters,
    coalesce(cast(sum(detractors) as bigint), 0) as detractors,
    coalesce(sum(weight), 0) as weight
from measure
where
    kpi = $kpi
    and $touchpoint in (touchpoint_id, '')
    and day between $first and $last
