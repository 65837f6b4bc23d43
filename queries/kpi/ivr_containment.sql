/*---
title       = "IVR containment"
description = "Share of IVR calls that ended without an agent. One row per IVR leg."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "The IVR can be made to keep callers without meeting their need."
unit      = "percent"
direction = "higher"
guardrail = "repeat_7d"
window    = 0
main      = true
short     = "Cont"
variant   = "ended without an agent / IVR calls; hang-ups in the IVR count as contained, so never read it as resolution"
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    cast(outcome = 'contained' as double) as value,
    started_at as final_at
from interaction
where
    channel = 'ivr'
    and outcome in ('contained', 'to_agent')
    and coalesce(direction, 'inbound') = 'inbound'
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
