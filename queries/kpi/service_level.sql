/*---
title       = "Service level"
description = "Share of requests for an agent that were answered within the site's threshold. One row per offered leg."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp", service_level_s = "integer" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "Calls can be answered in time, and those past the threshold neglected, while customers get nothing more."
unit      = "percent"
direction = "higher"
guardrail = "asa"
window    = 0
main      = true
short     = "SL"
variant   = "answered within the threshold (site setting, up to and including it) / offered (answered + abandoned + left without an agent); answered without queueing counts as 0 s"
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    cast(outcome = 'answered' and coalesce(wait_s, 0) <= $service_level_s as double) as value,
    started_at as final_at
from interaction
where
    outcome in ('answered', 'abandoned', 'left')
    and coalesce(direction, 'inbound') = 'inbound'
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
