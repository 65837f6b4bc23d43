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
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    cast(coalesce(asked, false) as double) as value,
    started_at as final_at
from flow_leg
where
    channel = 'ivr'
    and end_state <> 'no_events'
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
