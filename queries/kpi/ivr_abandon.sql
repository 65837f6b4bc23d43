/*---
title       = "IVR abandon"
description = """
Share of IVR calls that the caller gave up before a task ended or an agent was reached. One row per IVR call with
recorded steps."""
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "These calls count as contained, and moving the exit moves the figure."
unit      = "percent"
direction = "lower"
guardrail = "ivr_false_containment"
window    = 0
short     = "IAb"
variant   = """
ended as hangup_mid_task or hangup_in_menu / IVR calls with recorded steps"""
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    cast(end_state in ('hangup_mid_task', 'hangup_in_menu') as double) as value,
    started_at as final_at
from flow_leg
where
    channel = 'ivr'
    and end_state <> 'no_events'
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
