/*---
title       = "Agent attrition"
description = "People who left, as a share of those employed. One row per nothing: only daily totals are known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "ratio"
class     = "input"
because   = "It is a resource that goes."
unit      = "percent"
direction = "lower"
guardrail = "shrinkage"
window    = 0
short     = "Attr"
variant   = "leavers / people employed x share of the year; interval from the single days"
needs     = "daily totals (mapping measures) with kpi = attrition: n and sum = leavers, weight = people employed / days of the year"
---*/
-- No import has rows of it: it comes as daily totals (measure), which join every KPI by themselves.
select
    touchpoint_id,
    cast(day as timestamp) as local_at,
    'measure' as source_table,
    kpi as source_id,
    sum as value,
    cast(day as timestamp) as final_at,
    weight
from measure
where
    day >= $from
    and day < $to
    and day <= $as_of
    and false
