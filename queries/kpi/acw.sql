/*---
title       = "After-contact work"
description = "Mean seconds of after-contact work. One row per answered leg whose after-contact work is known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "mean"
class     = "output"
because   = "It falls when the work is done under another code, or not at all."
unit      = "seconds"
direction = "lower"
guardrail = "repeat_7d"
window    = 0
short     = "ACW"
variant   = "sum of wrap_s / answered inbound legs that have it"
needs     = "wrap_s of answered legs"
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    wrap_s as value,
    started_at as final_at
from interaction
where
    outcome = 'answered'
    and wrap_s is not null
    and coalesce(direction, 'inbound') = 'inbound'
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
