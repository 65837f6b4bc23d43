/*---
title       = "Service level without early abandons"
description = "Share of requests, those given up within the threshold left out, that were answered within it. One row per leg that was answered, left, or given up late."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp", service_level_s = "integer" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "Who gives up early is not counted at all."
unit      = "percent"
direction = "higher"
guardrail = "abandon_rate"
window    = 0
short     = "SLlat"
variant   = "answered within the threshold / (offered - abandoned within the threshold) (number 4 of the five published formulas)"
needs     = "outcomes that say answered or abandoned"
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
    and not (outcome = 'abandoned' and coalesce(wait_s <= $service_level_s, false))
    and coalesce(direction, 'inbound') = 'inbound'
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
