/*---
title       = "Escalations"
description = "Share of handled contacts that were escalated. One row per nothing: only daily totals are known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "It falls when people are told not to escalate."
unit      = "percent"
direction = "lower"
guardrail = "complaint_rate"
window    = 0
short     = "Escal"
variant   = "escalated / handled"
needs     = "daily totals (mapping measures) with kpi = escalation: n = handled, sum = escalated"
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
