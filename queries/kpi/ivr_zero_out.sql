/*---
title       = "IVR zero-out"
description = """
Share of IVR calls in which the caller asked for an agent. One row per IVR call with recorded steps."""
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "It falls by itself when the way to an agent is taken away."
unit      = "percent"
direction = "lower"
guardrail = "ivr_abandon"
window    = 0
short     = "Zero"
variant   = """
calls with an agent_request / IVR calls with recorded steps"""
---*/
select
    f.touchpoint_id,
    f.local_at,
    'interaction' as source_table,
    f.interaction_id as source_id,
    cast(coalesce(f.asked, false) as double) as value,
    i.started_at as final_at
from flow_leg as f
inner join interaction as i on f.interaction_id = i.interaction_id
where
    f.channel = 'ivr'
    and f.end_state <> 'no_events'
    and f.local_at >= $from
    and f.local_at < $to
    and i.local_at >= $from
    and i.local_at < $to
    and i.started_at <= $as_of
