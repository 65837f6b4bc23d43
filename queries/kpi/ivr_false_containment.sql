/*---
title       = "IVR false containment"
description = """
Share of identified IVR calls that ended without an agent, after which the customer got in touch again within 7 days.
One row per such call."""
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "outcome"
because   = "The customer's later behaviour says that the call was kept and the need was not met."
unit      = "percent"
direction = "lower"
guardrail = "csat"
window    = 7
short     = "FalC"
variant   = """
contained calls followed by another inbound contact of the same customer, any reason, any channel, within 7 x 24 hours
of the contact's end / contained calls with an identity: read it with the share that has one, and with what callers
of an agent do"""
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    cast(coalesce(back_at <= $as_of, false) as double) as value,
    contact_ended_at + interval 7 days as final_at
from flow_leg
where
    channel = 'ivr'
    and outcome = 'contained'
    and contact_ended_at is not null
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
