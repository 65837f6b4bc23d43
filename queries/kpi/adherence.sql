/*---
title       = "Schedule adherence"
description = "Share of the scheduled time spent in the scheduled state. One row per nothing: only daily totals are known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "ratio"
class     = "input"
because   = "It is a resource: people where the plan wants them."
unit      = "percent"
direction = "higher"
guardrail = "attrition"
window    = 0
short     = "Adher"
variant   = "time in the scheduled state / scheduled"
needs     = "daily totals (mapping measures) with kpi = adherence: sum = seconds in the scheduled state, weight = seconds scheduled, n = agents"
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
