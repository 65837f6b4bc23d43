/*---
title       = "IVR task completion"
description = """
Share of IVR calls that began a task and completed one. One row per IVR call with a task."""
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "The system declares it; what the caller got is another matter."
unit      = "percent"
direction = "higher"
guardrail = "ivr_self_service"
window    = 0
short     = "Task"
variant   = """
calls with a task_ok / calls that began a task"""
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    cast(task_done as double) as value,
    started_at as final_at
from flow_leg
where
    channel = 'ivr'
    and task_begun
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
