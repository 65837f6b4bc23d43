/*---
title       = "Customers who had to switch channels"
description = """
Identified inbound contacts. Failed: the customer's next contact began within 24 hours on another channel; IVR and telephone are one channel. Not known: a
channel is missing, or the period's contacts are all on one channel. One row per contact."""
kind        = "pitfall"
reads       = "visits"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }
columns     = ["place", "failed", "local_at", "channel", "next_channel", "source_table", "source_id"]

[pitfall]
of      = "co-ordination"
order   = 1
item    = "contact"
items   = "contacts of known customers"
failed  = "followed by another channel within 24 hours"
allowed = 10
because = "Whoever turns to another channel the same day was not served by the first one; one in ten is our own line, for no standard has one."
needs   = "known customers, and their contacts on at least two channels"
window  = 1
---*/
with contacts as (
    select
        contact_id,
        min(first_at) as first_at,
        arg_min(first_leg, first_at) as first_leg,
        any_value(customer) as customer,
        any_value(ended_at) as ended_at,
        any_value(next_at) as next_at
    from visits
    where first_at >= $from
    group by contact_id
),

followed as (
    select
        v.contact_id,
        min(c.contact_id) as next_contact
    from contacts as v
    inner join contact as c on v.next_at = c.started_at and v.customer = hash(c.customer_key)
    where v.next_at <= v.ended_at + interval 24 hours and coalesce(c.direction, 'inbound') = 'inbound'
    group by v.contact_id
),

asked as (
    select contact_id from contacts
    union
    select next_contact from followed
),

channels as (
    select
        i.contact_id,
        arg_min(case when i.channel = 'ivr' then 'phone' else i.channel end, i.started_at) as channel
    from interaction as i
    semi join asked as a on i.contact_id = a.contact_id
    where i.channel is not null
    group by i.contact_id
),

several as (
    select count(distinct channel) as channels from channels
)

select
    coalesce(a.channel || ' to ' || b.channel, a.channel, 'not known') as place,
    case
        when a.channel is null or s.channels < 2 then null
        when f.next_contact is null then false
        else a.channel <> b.channel
    end as failed,
    v.first_at as local_at,
    a.channel,
    b.channel as next_channel,
    'interaction' as source_table,
    v.first_leg as source_id
from contacts as v
left join followed as f on v.contact_id = f.contact_id
left join channels as a on v.contact_id = a.contact_id
left join channels as b on f.next_contact = b.contact_id
cross join several as s
