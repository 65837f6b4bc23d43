/*---
title       = "The same reason told twice"
description = """
Identified inbound contacts with a reason. Failed: the customer came with the same reason again within 7 days. Base: the customer had come with it in the 7 days that ended a week before, as by chance. Not known: no 14 days of data before. One row
per contact."""
kind        = "pitfall"
reads       = "visits"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }
columns     = ["place", "failed", "base", "local_at", "reason", "told_again_at", "source_table", "source_id"]

[pitfall]
of      = "co-ordination"
order   = 2
item    = "contact"
items   = "contacts of known customers with a reason"
failed  = "whose customer told it again within 7 days"
base    = "would be told again by chance, as in the 7 days that ended a week before"
allowed = 20
because = "Whoever comes back with the same reason tells it twice; the best centres settle 80% at the first contact (SQM Group)."
needs   = "known customers, the reason of their contacts, and 14 days of data before them"
window  = 7
---*/
with contacts as (
    select
        contact_id,
        min(first_at) as first_at,
        arg_min(first_leg, first_at) as first_leg,
        any_value(customer) as customer,
        any_value(ended_at) as ended_at
    from visits
    where first_at >= $from
    group by contact_id
),

reasons as (
    select
        v.contact_id,
        v.first_at,
        v.first_leg,
        v.ended_at,
        v.ended_at - interval 7 days as week_before,
        c.reason,
        hash(v.customer, c.reason) as need
    from contacts as v
    inner join contact as c on v.contact_id = c.contact_id
    where c.reason is not null
),

told as (
    select
        hash(hash(customer_key), reason) as need,
        started_at
    from contact
    where
        customer_key is not null
        and reason is not null
        and coalesce(direction, 'inbound') = 'inbound'
        and started_at <= $as_of
        and started_at > (select min(r.week_before) from reasons as r) - interval 7 days
        and started_at <= (select max(r.ended_at) from reasons as r) + interval 7 days
),

beginning as (
    select min(started_at) as first_known
    from contact
    where
        customer_key is not null
        and reason is not null
        and coalesce(direction, 'inbound') = 'inbound'
),

-- The week after, moved back by two: what comes by chance comes as often in either.
both_weeks as (
    select
        r.reason,
        r.first_at,
        r.first_leg,
        case when n.started_at <= r.ended_at + interval 7 days then n.started_at end as told_again_at,
        coalesce(p.started_at > r.week_before - interval 7 days, false) as told_before,
        r.week_before - interval 7 days >= b.first_known as is_known
    from reasons as r
    asof left join told as n on r.need = n.need and r.ended_at < n.started_at
    asof left join told as p on r.need = p.need and r.week_before >= p.started_at
    cross join beginning as b
)

select
    reason as place,
    case when is_known then told_again_at is not null end as failed,
    case when is_known then told_before end as base,
    first_at as local_at,
    reason,
    told_again_at,
    'interaction' as source_table,
    first_leg as source_id
from both_weeks
