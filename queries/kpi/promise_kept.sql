/*---
title       = "Resolved within promise"
description = "Share of cases that were resolved within the promised time. One row per nothing: only daily totals are known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "The company says that it is resolved; it is an outcome only where the customer or later behaviour confirms it."
unit      = "percent"
direction = "higher"
guardrail = "reopen"
window    = 0
short     = "Prom"
variant   = "resolved within the promise / due; long promises make it easy"
needs     = "daily totals (mapping measures) with kpi = promise_kept: n = cases due, sum = resolved in time"
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
