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
    f.touchpoint_id,
    f.local_at,
    'interaction' as source_table,
    f.interaction_id as source_id,
    cast(f.task_done as double) as value,
    i.started_at as final_at
from flow_leg as f
inner join interaction as i on f.interaction_id = i.interaction_id
where
    f.channel = 'ivr'
    and f.task_begun
    and f.local_at >= $from
    and f.local_at < $to
    and i.local_at >= $from
    and i.local_at < $to
    and i.started_at <= $as_of
