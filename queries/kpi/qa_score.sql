/*---
title       = "Quality score"
description = "Points of audited contacts, as a share of those possible. One row per nothing: only daily totals are known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "ratio"
class     = "output"
because   = "A form can be filled in well while the need stays unmet."
unit      = "percent"
direction = "higher"
guardrail = "fcr_7d"
window    = 0
short     = "QA"
variant   = "points / possible points of audited contacts"
needs     = "daily totals (mapping measures) with kpi = qa_score: n = contacts audited, sum = points, weight = possible points"
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
