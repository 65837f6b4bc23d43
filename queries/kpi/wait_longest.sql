/*---
title       = "Longest wait"
description = "The longest wait of a request for an agent, in seconds. One row per offered leg whose wait is known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "quantile"
quantile  = 1.0
class     = "output"
because   = "One caller decides it; it falls when people give up sooner."
unit      = "seconds"
direction = "lower"
guardrail = "abandon_rate"
window    = 0
short     = "Wmax"
variant   = "maximum over answered, abandoned and left; from the rows of the period; a maximum has no interval"
needs     = "wait_s of offered legs"
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    coalesce(wait_s, 0) as value,
    started_at as final_at
from interaction
where
    outcome in ('answered', 'abandoned', 'left')
    and (wait_s is not null or outcome = 'answered')
    and coalesce(direction, 'inbound') = 'inbound'
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
