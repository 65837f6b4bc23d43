/*---
title       = "Occupancy"
description = "Share of the logged-on time spent handling. One row per nothing: only daily totals are known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "ratio"
class     = "input"
because   = "It is a resource: how busy people are."
unit      = "percent"
direction = "lower"
guardrail = "utilisation"
window    = 0
short     = "Occ"
variant   = "handling / (handling + available); above 85 % it is hard to sustain"
needs     = "daily totals (mapping measures) with kpi = occupancy: sum = seconds handling, weight = seconds handling or available, n = agents"
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
