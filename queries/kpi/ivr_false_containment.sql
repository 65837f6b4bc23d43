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
with calls as (
    select
        interaction_id,
        contact_id,
        touchpoint_id,
        local_at
    from interaction
    where
        channel = 'ivr'
        and outcome = 'contained'
        and coalesce(direction, 'inbound') = 'inbound'
        and local_at >= $from
        and local_at < $to
        and started_at <= $as_of
),

-- The bounds on contact only spare reading it whole: a contact lies around its legs.
contacts as (
    select
        contact_id,
        hash(customer_key) as customer,
        greatest(started_at, coalesce(ended_at, started_at)) as ended_at
    from contact
    where
        customer_key is not null
        and coalesce(direction, 'inbound') = 'inbound'
        and started_at < $to + interval 2 days
        and (ended_at is null or ended_at >= $from - interval 2 days)
),

identified as (
    select
        c.*,
        k.customer,
        k.ended_at
    from calls as c
    inner join contacts as k on c.contact_id = k.contact_id
),

later as (
    select
        hash(customer_key) as customer,
        started_at
    from contact
    where
        customer_key is not null
        and coalesce(direction, 'inbound') = 'inbound'
        and started_at <= $as_of
        and started_at > (select min(i.ended_at) from identified as i)
        and started_at <= (select max(i.ended_at) from identified as i) + interval 7 days
),

-- Each call with the first contact that the same customer began after its contact's end.
followed as (
    select
        i.*,
        coalesce(n.started_at <= i.ended_at + interval 7 days, false) as repeated
    from identified as i
    asof left join later as n on i.customer = n.customer and i.ended_at < n.started_at
)

select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    cast(repeated as double) as value,
    ended_at + interval 7 days as final_at
from followed
