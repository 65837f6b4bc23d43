/*---
title       = "IVR authentication success"
description = """
Share of IVR calls whose caller was to be identified and was. One row per IVR call that tried."""
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "It rises when identification is skipped."
unit      = "percent"
direction = "higher"
guardrail = "ivr_self_service"
window    = 0
short     = "Auth"
variant   = """
calls with an auth_ok / calls that tried, however often they did"""
---*/
select
    f.touchpoint_id,
    f.local_at,
    'interaction' as source_table,
    f.interaction_id as source_id,
    cast(f.auth_ok as double) as value,
    i.started_at as final_at
from flow_leg as f
inner join interaction as i on f.interaction_id = i.interaction_id
where
    f.channel = 'ivr'
    and f.auth_tried
    and f.local_at >= $from
    and f.local_at < $to
    and i.local_at >= $from
    and i.local_at < $to
    and i.started_at <= $as_of
