/*---
title       = "Retention after 90 days"
description = "Share of customers who are still customers 90 days after a contact. One row per nothing: only daily totals are known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "outcome"
because   = "Customers show by staying."
unit      = "percent"
direction = "higher"
guardrail = "csat"
window    = 0
short     = "Ret90"
variant   = "still active 90 days after the contact / customers in contact; dated by the contact; the mix of customers moves it"
needs     = "daily totals (mapping measures) with kpi = retention_90d: n = customers in contact, sum = still active 90 days later"
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
