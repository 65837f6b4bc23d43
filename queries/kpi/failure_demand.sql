/*---
title       = "Failure demand"
description = "Share of coded contacts that need not have been. One row per nothing: only daily totals are known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "outcome"
because   = "A need that was failed earlier came back as a contact."
unit      = "percent"
direction = "lower"
guardrail = "repeat_7d"
window    = 0
short     = "Fail"
variant   = "avoidable / coded; depends on how people code"
needs     = "daily totals (mapping measures) with kpi = failure_demand: n = coded contacts, sum = avoidable"
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
