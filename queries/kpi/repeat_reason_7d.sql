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
with reasons as (
    select
        v.touchpoint_id,
        v.first_at,
        v.first_leg,
        v.ended_at,
        hash(v.customer, c.reason) as need
    from visits as v
    inner join contact as c on v.contact_id = c.contact_id
    where v.first_at >= $from and c.reason is not null
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
    r.touchpoint_id,
    r.first_at as local_at,
    'interaction' as source_table,
    r.first_leg as source_id,
    cast(coalesce(n.started_at <= r.ended_at + interval 7 days, false) as double) as value,
    r.ended_at + interval 7 days as final_at
from reasons as r
asof left join later as n on r.need = n.need and r.ended_at < n.started_at
