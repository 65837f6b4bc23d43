/*---
title       = "Wait, 90th percentile"
description = "Seconds that nine in ten requests for an agent waited at most. One row per offered leg whose wait is known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "quantile"
quantile  = 0.9
class     = "output"
because   = "It can fall because people give up sooner."
unit      = "seconds"
direction = "lower"
guardrail = "abandon_rate"
window    = 0
short     = "W90"
variant   = "90th percentile over answered, abandoned and left; answered without queueing counts as 0 s; from the rows of the period, with an order-statistic interval"
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
