/*---
title       = "Service level with abandons in time"
description = "Share of requests that were answered, or given up, within the site's threshold. One row per offered leg."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp", service_level_s = "integer" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "Who gives up early counts as well served."
unit      = "percent"
direction = "higher"
guardrail = "abandon_rate"
window    = 0
short     = "SLbot"
variant   = "(answered + abandoned, both within the threshold) / offered (number 1 of the five published formulas)"
needs     = "outcomes that say answered or abandoned"
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    cast((
        outcome = 'answered' and coalesce(wait_s, 0) <= $service_level_s
        or outcome = 'abandoned' and coalesce(wait_s <= $service_level_s, false)
    ) as double) as value,
    started_at as final_at
from interaction
where
    outcome in ('answered', 'abandoned', 'left')
    and coalesce(direction, 'inbound') = 'inbound'
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
