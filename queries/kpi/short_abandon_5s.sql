/*---
title       = "Abandoned in under 5 s"
description = "Share of requests for an agent that were given up in under 5 seconds. One row per offered leg."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "It tells more of misdialling and greetings than of service."
unit      = "percent"
direction = "lower"
guardrail = "abandon_rate"
window    = 0
short     = "Sho5"
variant   = "abandoned after less than 5 s / offered; an abandon of unknown wait is not short"
needs     = "outcomes that say answered or abandoned"
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    cast(outcome = 'abandoned' and coalesce(wait_s < 5, false) as double) as value,
    started_at as final_at
from interaction
where
    outcome in ('answered', 'abandoned', 'left')
    and coalesce(direction, 'inbound') = 'inbound'
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
