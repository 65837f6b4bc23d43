/*---
title       = "Right first time"
description = "Share of orders or repairs that were right at the first attempt. One row per nothing: only daily totals are known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "The company says so; it is an outcome only where the customer or later behaviour confirms it."
unit      = "percent"
direction = "higher"
guardrail = "repeat_7d"
window    = 0
short     = "RFT"
variant   = "fulfilled without a second attempt / fulfilled"
needs     = "daily totals (mapping measures) with kpi = right_first_time: n = fulfilled, sum = at the first attempt"
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
