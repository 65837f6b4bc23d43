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
with legs as (
    select
        interaction_id,
        contact_id,
        touchpoint_id,
        started_at,
        local_at
    from interaction
    where
        local_at >= $from
        and local_at < $to
        and started_at <= $as_of
),

-- The bounds on contact only spare reading it whole: a contact lies around its legs.
contacts as (
    select
        contact_id,
        customer_key,
        started_at,
        local_at,
        greatest(started_at, coalesce(ended_at, started_at)) as ended_at
    from contact
    where
        customer_key is not null
        and coalesce(direction, 'inbound') = 'inbound'
        and started_at < $to + interval 2 days
        and (ended_at is null or ended_at >= $from - interval 2 days)
        and contact_id in (select l.contact_id from legs as l)
),

-- One that began before the first day may have been at the touchpoint before it.
begun_before as (
    select
        contact_id,
        started_at
    from contacts
    where local_at < $from
),

earlier as (
    select distinct
        i.contact_id,
        i.touchpoint_id
    from interaction as i
    inner join begun_before as b on i.contact_id = b.contact_id and i.started_at >= b.started_at
    where i.local_at < $from
),

visits as (
    select
        l.contact_id,
        l.touchpoint_id,
        min(l.local_at) as local_at,
        arg_min(l.interaction_id, (l.started_at, l.interaction_id)) as interaction_id
    from legs as l
    semi join contacts as c on l.contact_id = c.contact_id
    anti join earlier as e on l.contact_id = e.contact_id and l.touchpoint_id = e.touchpoint_id
    group by l.contact_id, l.touchpoint_id
),

later as (
    select
        customer_key,
        started_at
    from contact
    where
        customer_key is not null
        and coalesce(direction, 'inbound') = 'inbound'
        and started_at <= $as_of
        and started_at > (select min(c.ended_at) from contacts as c)
        and started_at <= (select max(c.ended_at) from contacts as c) + interval 7 days
),

-- Each contact with the first that its customer began after its end.
followed as (
    select
        c.contact_id,
        c.ended_at + interval 7 days as final_at,
        coalesce(n.started_at <= c.ended_at + interval 7 days, false) as repeated
    from contacts as c
    asof left join later as n on c.customer_key = n.customer_key and c.ended_at < n.started_at
)

select
    v.touchpoint_id,
    v.local_at,
    'interaction' as source_table,
    v.interaction_id as source_id,
    cast(f.repeated as double) as value,
    f.final_at
from visits as v
inner join followed as f on v.contact_id = f.contact_id
