/*---
title       = "Repeat within 7 days"
description = """
Share of identified inbound contacts after which the customer got in touch again within 7 days.
One row per contact and touchpoint that it passed through, dated by its first leg there."""
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "outcome"
because   = "The customer's later behaviour says that the need was not met the first time."
unit      = "percent"
direction = "lower"
guardrail = "csat"
window    = 7
short     = "Rep7"
variant   = """
any reason, any channel; a different inbound contact that starts after the end of this one and at most 7 x 24 hours
later; one that overlaps this one is no repeat of it; outbound contacts and callbacks never count"""
---*/
-- The bounds on contact only spare reading it whole: a contact lies around its legs.
with contacts as (
    select
        contact_id,
        started_at,
        local_at,
        hash(customer_key) as customer,
        greatest(started_at, coalesce(ended_at, started_at)) as ended_at
    from contact
    where
        customer_key is not null
        and coalesce(direction, 'inbound') = 'inbound'
        and started_at < $to + interval 2 days
        and (ended_at is null or ended_at >= $from - interval 2 days)
),

legs as (
    select
        i.interaction_id,
        i.contact_id,
        i.touchpoint_id,
        i.started_at,
        i.local_at,
        c.customer,
        c.ended_at,
        c.started_at as begun_at,
        c.local_at < $from as begun_before
    from interaction as i
    inner join contacts as c on i.contact_id = c.contact_id
    where
        i.local_at >= $from
        and i.local_at < $to
        and i.started_at <= $as_of
),

-- A contact that began before the first day may have been at the touchpoint before it.
begun_before as (
    select distinct
        contact_id,
        begun_at
    from legs
    where begun_before
),

all_legs as (
    select
        interaction_id,
        contact_id,
        touchpoint_id,
        started_at,
        local_at,
        customer,
        ended_at
    from legs
    union all
    select
        i.interaction_id,
        i.contact_id,
        i.touchpoint_id,
        i.started_at,
        i.local_at,
        null as customer,
        null as ended_at
    from interaction as i
    inner join begun_before as b on i.contact_id = b.contact_id and i.started_at >= b.begun_at
    where i.local_at < $from
),

visits as (
    select
        touchpoint_id,
        min(local_at) as local_at,
        arg_min(interaction_id, (started_at, interaction_id)) as interaction_id,
        any_value(customer) as customer,
        any_value(ended_at) as ended_at
    from all_legs
    group by contact_id, touchpoint_id
    having min(local_at) >= $from
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
        and started_at > (select min(v.ended_at) from visits as v)
        and started_at <= (select max(v.ended_at) from visits as v) + interval 7 days
),

-- Each visit with the first contact that the same customer began after its contact's end.
followed as (
    select
        v.touchpoint_id,
        v.local_at,
        v.interaction_id,
        v.ended_at + interval 7 days as final_at,
        coalesce(n.started_at <= v.ended_at + interval 7 days, false) as repeated
    from visits as v
    asof left join later as n on v.customer = n.customer and v.ended_at < n.started_at
)

select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    cast(repeated as double) as value,
    final_at
from followed
