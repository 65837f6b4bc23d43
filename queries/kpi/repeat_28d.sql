/*---
title       = "Repeat within 28 days"
description = "Share of identified inbound contacts after which the customer got in touch again within 28 days. One row per contact and touchpoint that it passed through, dated by its first leg there."
kind        = "kpi"
reads       = "visits"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "outcome"
because   = "The customer's later behaviour says that the need was not met the first time."
unit      = "percent"
direction = "lower"
guardrail = "csat"
window    = 28
short     = "Rep28"
variant   = "as repeat_7d, with 28 x 24 hours"
needs     = "inbound contacts of known customers"
---*/
select
    touchpoint_id,
    first_at as local_at,
    'interaction' as source_table,
    first_leg as source_id,
    cast(coalesce(next_at <= ended_at + interval 28 days, false) as double) as value,
    ended_at + interval 28 days as final_at
from visits
where first_at >= $from
