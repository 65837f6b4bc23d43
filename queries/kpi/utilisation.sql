/*---
title       = "Utilisation"
description = "Share of the paid time spent handling. One row per nothing: only daily totals are known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "ratio"
class     = "input"
because   = "It is a resource: how much of the paid time is used."
unit      = "percent"
direction = "higher"
guardrail = "attrition"
window    = 0
short     = "Util"
variant   = "handling / paid"
needs     = "daily totals (mapping measures) with kpi = utilisation: sum = seconds handling, weight = seconds paid, n = agents"
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
