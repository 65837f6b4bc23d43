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
with calls as (
    select
        f.interaction_id,
        f.contact_id,
        f.touchpoint_id,
        f.local_at,
        f.end_state in ('task_ok', 'info_hangup') as served
    from flow_leg as f
    inner join interaction as i on f.interaction_id = i.interaction_id
    where
        f.channel = 'ivr'
        and f.local_at >= $from
        and f.local_at < $to
        and i.local_at >= $from
        and i.local_at < $to
        and i.started_at <= $as_of
        and f.end_state <> 'no_events'
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
    cast(served and not repeated as double) as value,
    ended_at + interval 7 days as final_at
from followed
