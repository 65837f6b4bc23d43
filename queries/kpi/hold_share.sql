/*---
title       = "Hold"
description = "Share of answered requests in which the customer was put on hold. One row per answered leg whose hold is known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "Mute does the same and is not counted."
unit      = "percent"
direction = "lower"
guardrail = "repeat_7d"
window    = 0
short     = "Hold"
variant   = "answered inbound legs with hold_s above 0 / those with hold_s"
needs     = "hold_s of answered legs"
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    cast(hold_s > 0 as double) as value,
    started_at as final_at
from interaction
where
    outcome = 'answered'
    and hold_s is not null
    and coalesce(direction, 'inbound') = 'inbound'
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
