/*---
title       = "Customer-critical accuracy"
description = "Share of audited contacts without a customer-critical error. One row per nothing: only daily totals are known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "An auditor says so, not the customer; n is small."
unit      = "percent"
direction = "higher"
guardrail = "fcr_7d"
window    = 0
short     = "Crit"
variant   = "audited without such an error / audited"
needs     = "daily totals (mapping measures) with kpi = critical_accuracy: n = contacts audited, sum = those without such an error"
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
