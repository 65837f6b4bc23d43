/*---
title       = "Service level of the answered"
description = "Share of answered requests that were answered within the site's threshold. One row per answered leg."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp", service_level_s = "integer" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "It leaves out everybody who gave up."
unit      = "percent"
direction = "higher"
guardrail = "abandon_rate"
window    = 0
short     = "SLans"
variant   = "answered within the threshold / answered (number 2 of the five published formulas); answered without queueing counts as 0 s"
needs     = "outcomes that say answered or abandoned"
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    cast(coalesce(wait_s, 0) <= $service_level_s as double) as value,
    started_at as final_at
from interaction
where
    outcome = 'answered'
    and coalesce(direction, 'inbound') = 'inbound'
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
