/*---
title       = "Service level with short abandons"
description = "Share of requests that were answered within the site's threshold, or given up within 5 seconds. One row per offered leg."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp", service_level_s = "integer" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "Short abandons count as well served."
unit      = "percent"
direction = "higher"
guardrail = "short_abandon_5s"
window    = 0
short     = "SLsho"
variant   = "(answered within the threshold + abandoned in under 5 s) / offered (number 5 of the five published formulas)"
needs     = "outcomes that say answered or abandoned"
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    cast(
        outcome = 'answered' and coalesce(wait_s, 0) <= $service_level_s
        or outcome = 'abandoned' and coalesce(wait_s < 5, false)
        as double
    ) as value,
    started_at as final_at
from interaction
where
    outcome in ('answered', 'abandoned', 'left')
    and coalesce(direction, 'inbound') = 'inbound'
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
