/*---
title       = "Shrinkage"
description = "Share of the paid time in which people cannot take contacts. One row per nothing: only daily totals are known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "ratio"
class     = "input"
because   = "It is a resource that is not there."
unit      = "percent"
direction = "lower"
guardrail = "attrition"
window    = 0
short     = "Shrin"
variant   = "unavailable paid / paid; training and coaching are in it"
needs     = "daily totals (mapping measures) with kpi = shrinkage: sum = seconds unavailable, weight = seconds paid, n = agents"
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
