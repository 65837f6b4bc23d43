/*---
title       = "Repeat complaints"
description = "Share of complaints by customers who complained of the same before. One row per nothing: only daily totals are known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "outcome"
because   = "The customer says that the remedy failed."
unit      = "percent"
direction = "lower"
guardrail = "complaint_rate"
window    = 0
short     = "RepC"
variant   = "complaints that repeat an earlier one / complaints"
needs     = "daily totals (mapping measures) with kpi = repeat_complaint: n = complaints, sum = repeated"
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
