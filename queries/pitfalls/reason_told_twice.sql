/*---
title       = "The same reason told twice"
description = """
Identified inbound contacts with a reason. Failed: the customer came with the same reason again within 7 days. One row per contact."""
kind        = "pitfall"
reads       = "visits"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }
columns     = ["place", "failed", "local_at", "reason", "told_again_at", "source_table", "source_id"]

[pitfall]
of      = "co-ordination"
order   = 2
item    = "contact"
items   = "contacts of known customers with a reason"
failed  = "whose customer told it again within 7 days"
allowed = 20
because = "Whoever comes back with the same reason tells it twice; the best centres settle 80% at the first contact (SQM Group)."
needs   = "known customers, and the reason of their contacts"
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
        c.reason,
        hash(v.customer, c.reason) as need
    from contacts as v
    inner join contact as c on v.contact_id = c.contact_id
    where c.reason is not null
),

later as (
    select
        hash(hash(customer_key), reason) as need,
        started_at
    from contact
    where
        customer_key is not null
        and reason is not null
        and coalesce(direction, 'inbound') = 'inbound'
        and started_at <= $as_of
        and started_at > (select min(r.ended_at) from reasons as r)
        and started_at <= (select max(r.ended_at) from reasons as r) + interval 7 days
)

select
    r.reason as place,
    coalesce(n.started_at <= r.ended_at + interval 7 days, false) as failed,
    r.first_at as local_at,
    r.reason,
    case when n.started_at <= r.ended_at + interval 7 days then n.started_at end as told_again_at,
    'interaction' as source_table,
    r.first_leg as source_id
from reasons as r
asof left join later as n on r.need = n.need and r.ended_at < n.started_at
