/*---
title       = "Callbacks kept"
description = "Share of promised callbacks that reached the customer in the promised window. One row per nothing: only daily totals are known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "outcome"
because   = "The customer was reached as promised."
unit      = "percent"
direction = "higher"
guardrail = "repeat_7d"
window    = 0
short     = "CBack"
variant   = "connected in the promised window / promised"
needs     = "daily totals (mapping measures) with kpi = callback_kept: n = promised, sum = connected in the window"
---*/
-- No import has rows of it: it comes as daily totals (measure), which join every KPI by themselves.
select
    touchpoint_id,
    cast(day as timestamp) as local_at,
    'measure' as source_table,
    kpi as source_id,
    sum as value,
    cast(day as timestamp) as final_at
from measure
where
    day >= $from
    and day < $to
    and day <= $as_of
    and false
