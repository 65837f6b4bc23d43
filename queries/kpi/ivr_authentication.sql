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
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    cast(auth_ok as double) as value,
    started_at as final_at
from flow_leg
where
    channel = 'ivr'
    and auth_tried
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
