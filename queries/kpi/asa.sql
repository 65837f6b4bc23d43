/*---
title       = "Average speed of answer (ASA)"
description = "Mean seconds that answered customers waited in the queue. One row per answered leg."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "mean"
class     = "output"
because   = "It improves when those who wait longest give up, for it leaves them out."
unit      = "seconds"
direction = "lower"
guardrail = "abandon_rate"
window    = 0
main      = true
short     = "ASA"
variant   = "sum of the wait of answered legs / answered legs; answered without queueing counts as 0 s"
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
    outcome = 'answered'
    and coalesce(direction, 'inbound') = 'inbound'
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
