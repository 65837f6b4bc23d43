/*---
title       = "Channel switch within 24 hours"
description = "Share of identified inbound contacts after which the customer came back on another channel within 24 hours. One row per contact and touchpoint that it passed through, dated by its first leg there."
kind        = "kpi"
reads       = "visits"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "outcome"
because   = "The customer's later behaviour says that the first channel did not do."
unit      = "percent"
direction = "lower"
guardrail = "repeat_7d"
window    = 1
short     = "Swit"
variant   = "the customer's next inbound contact, within 24 hours of the end, begins on another channel; IVR and telephone are one channel; contacts without a channel left out"
needs     = "known customers who ever came back within 24 hours on another channel"
occurs    = "site"
---*/
with switched as (
    select distinct
        v.contact_id,
        c.contact_id as next_contact
    from visits as v
    inner join contact as c on v.next_at = c.started_at and v.customer = hash(c.customer_key)
    where
        v.next_at <= v.ended_at + interval 24 hours
        and coalesce(c.direction, 'inbound') = 'inbound'
),

both_of_them as (
    select contact_id from switched
    union
    select next_contact from switched
),

first_channels as (
    select
        i.contact_id,
        arg_min(case when i.channel = 'ivr' then 'phone' else i.channel end, i.started_at) as channel
    from interaction as i
    semi join both_of_them as b on i.contact_id = b.contact_id
    where i.channel is not null
    group by i.contact_id
),

elsewhere as (
    select distinct s.contact_id
    from switched as s
    inner join first_channels as a on s.contact_id = a.contact_id
    inner join first_channels as b on s.next_contact = b.contact_id
    where a.channel <> b.channel
)

select
    v.touchpoint_id,
    v.first_at as local_at,
    'interaction' as source_table,
    v.first_leg as source_id,
    cast(e.contact_id is not null as double) as value,
    v.ended_at + interval 1 day as final_at
from visits as v
left join elsewhere as e on v.contact_id = e.contact_id
where v.first_at >= $from
