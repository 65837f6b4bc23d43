/*---
title       = "Reopened"
description = "Share of solved cases that were opened again. One row per nothing: only daily totals are known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "outcome"
because   = "The customer says that it was not solved."
unit      = "percent"
direction = "lower"
guardrail = "repeat_7d"
window    = 0
short     = "Reop"
variant   = "reopened / solved; a new ticket instead is not counted"
needs     = "daily totals (mapping measures) with kpi = reopen: n = solved, sum = reopened"
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
