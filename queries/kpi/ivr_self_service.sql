/*---
title       = "IVR self-service resolution"
description = """
Share of identified IVR calls that ended with the need met, as far as the flow knows, and without another contact within
7 days. One row per identified IVR call with recorded steps."""
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "outcome"
because   = "The flow says that the need was met, and the customer's later behaviour confirms it."
unit      = "percent"
direction = "higher"
guardrail = "csat"
window    = 7
short     = "Self"
variant   = """
ended in a task that succeeded or after a node that the designed flow declares a success, and no inbound contact of the
same customer within 7 x 24 hours / identified IVR calls with recorded steps, whatever they wanted"""
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    cast(end_state in ('task_ok', 'info_hangup') and coalesce(back_at > $as_of, true) as double) as value,
    contact_ended_at + interval 7 days as final_at
from flow_leg
where
    channel = 'ivr'
    and end_state <> 'no_events'
    and contact_ended_at is not null
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
