/*---
title       = "Repeat for the same reason within 7 days"
description = "Share of identified inbound contacts with a reason after which the customer came back with the same reason within 7 days. One row per contact and touchpoint that it passed through, dated by its first leg there."
kind        = "kpi"
reads       = "visits"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "outcome"
because   = "The customer's later behaviour says that this very need was not met the first time."
unit      = "percent"
direction = "lower"
guardrail = "repeat_7d"
window    = 7
short     = "RepSR"
variant   = "as repeat_7d, but the later contact gives the same reason; contacts without a reason left out; coding the second call differently hides a repeat"
needs     = "reason of inbound contacts of known customers"
---*/
-- Who was not back at all within 7 days cannot have been back with the same reason.
with back as (
    select
        contact_id,
        customer,
        need,
        ended_at
    from visits
    where need is not null and next_at <= ended_at + interval 7 days
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
        and started_at > (select min(b.ended_at) from back as b)
        and started_at <= (select max(b.ended_at) from back as b) + interval 7 days
        and hash(customer_key) in (select b.customer from back as b)
),

again as (
    select distinct b.contact_id
    from back as b
    asof inner join later as n on b.need = n.need and b.ended_at < n.started_at
    where n.started_at <= b.ended_at + interval 7 days
)

select
    v.touchpoint_id,
    v.first_at as local_at,
    'interaction' as source_table,
    v.first_leg as source_id,
    cast(a.contact_id is not null as double) as value,
    v.ended_at + interval 7 days as final_at
from visits as v
left join again as a on v.contact_id = a.contact_id
where v.first_at >= $from and v.need is not null
