/*---
title       = "Blocked"
description = "Share of attempts that were turned away busy. One row per attempt."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "Turning callers away makes every other figure of the queue look better."
unit      = "percent"
direction = "lower"
guardrail = "abandon_rate"
window    = 0
short     = "Block"
variant   = "blocked / (answered + abandoned + left + blocked)"
needs     = "an outcome that ever said blocked at the touchpoint"
occurs    = "touchpoint"
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    cast(outcome = 'blocked' as double) as value,
    started_at as final_at
from interaction
where
    outcome in ('answered', 'abandoned', 'left', 'blocked')
    and coalesce(direction, 'inbound') = 'inbound'
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
