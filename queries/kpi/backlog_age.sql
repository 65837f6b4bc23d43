/*---
title       = "Backlog beyond promise"
description = "Share of open cases that are older than promised. One row per nothing: only daily totals are known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "Closing in bulk empties it."
unit      = "percent"
direction = "lower"
guardrail = "reopen"
window    = 0
short     = "Backl"
variant   = "open beyond promise / open, at the end of the day"
needs     = "daily totals (mapping measures) with kpi = backlog_age: n = open, sum = open beyond promise"
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
