/*---
title       = "Visits of identified customers"
description = """
Each identified inbound contact at each touchpoint that it passed, with the customer's next inbound contact within 28 days. One row per contact
and touchpoint whose first leg there, or first answered leg there, lies in the period."""
kind        = "table"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }
columns     = [
    "contact_id", "touchpoint_id", "first_at", "first_leg", "answered_at", "answered_leg",
    "customer", "need", "resolved", "ended_at", "next_at",
]
---*/
-- The bounds on contact only spare reading it whole: a contact lies around its legs.
with contacts as (
    select
        contact_id,
        started_at,
        local_at,
        coalesce(resolved, true) as resolved,
        hash(customer_key) as customer,
        case when reason is not null then hash(hash(customer_key), reason) end as need,
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
        i.outcome = 'answered' as answered,
        c.resolved,
        c.customer,
        c.need,
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

-- `place` orders legs by time, and those of one millisecond always alike: faster than a pair.
all_legs as (
    select
        interaction_id,
        contact_id,
        touchpoint_id,
        epoch_ms(started_at) * 1000000 + cast(hash(interaction_id) % 1000000 as bigint) as place,
        local_at,
        answered,
        resolved,
        customer,
        need,
        ended_at
    from legs
    union all
    select
        i.interaction_id,
        i.contact_id,
        i.touchpoint_id,
        epoch_ms(i.started_at) * 1000000 + cast(hash(i.interaction_id) % 1000000 as bigint) as place,
        i.local_at,
        i.outcome = 'answered' as answered,
        null as resolved,
        null as customer,
        null as need,
        null as ended_at
    from interaction as i
    inner join begun_before as b on i.contact_id = b.contact_id and i.started_at >= b.begun_at
    where i.local_at < $from
),

visits_of_contacts as (
    select
        contact_id,
        touchpoint_id,
        min(local_at) as first_at,
        arg_min(interaction_id, place) as first_leg,
        min(local_at) filter (where answered) as answered_at,
        arg_min(interaction_id, place) filter (where answered) as answered_leg,
        any_value(resolved) as resolved,
        any_value(customer) as customer,
        any_value(need) as need,
        any_value(ended_at) as ended_at
    from all_legs
    group by contact_id, touchpoint_id
    having min(local_at) >= $from or min(local_at) filter (where answered) >= $from
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
        and started_at > (select min(v.ended_at) from visits_of_contacts as v)
        and started_at <= (select max(v.ended_at) from visits_of_contacts as v) + interval 28 days
)

-- Each visit with the first contact that the same customer began after its contact's end.
select
    v.contact_id,
    v.touchpoint_id,
    v.first_at,
    v.first_leg,
    v.answered_at,
    v.answered_leg,
    v.customer,
    v.need,
    v.resolved,
    v.ended_at,
    case when n.started_at <= v.ended_at + interval 28 days then n.started_at end as next_at
from visits_of_contacts as v
asof left join later as n on v.customer = n.customer and v.ended_at < n.started_at
