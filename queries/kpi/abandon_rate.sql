/*---
title       = "Abandon rate"
description = "Share of requests for an agent that the customer gave up in the queue. One row per offered leg."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "Staff can hold callers in the queue, or send them out of it, while customers get nothing more."
unit      = "percent"
direction = "lower"
guardrail = "asa"
window    = 0
main      = true
short     = "Aban"
variant   = "abandoned in the queue / offered (answered + abandoned + left without an agent); hang-ups in the IVR are not in it; short abandons are"
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    cast(outcome = 'abandoned' as double) as value,
    started_at as final_at
from interaction
where
    outcome in ('answered', 'abandoned', 'left')
    and coalesce(direction, 'inbound') = 'inbound'
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
