/*---
title       = "Complaints per 1,000 customers"
description = "Complaints in a month per 1,000 active customers. One row per nothing: only daily totals are known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "rate"
class     = "outcome"
because   = "The customer says that the need was failed."
unit      = "per 1,000"
direction = "lower"
guardrail = "contact_rate"
window    = 0
short     = "Compl"
variant   = "complaints / (active customers x share of the month); not logging lowers it; Poisson interval"
needs     = "daily totals (mapping measures) with kpi = complaint_rate: n and sum = complaints, weight = active customers / days of the month"
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
