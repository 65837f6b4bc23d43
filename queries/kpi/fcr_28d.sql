/*---
title       = "First contact resolution within 28 days, by repeats"
description = "Share of identified inbound contacts, answered by an agent, after which the customer had no need to come back within 28 days. One row per contact and touchpoint that answered it, dated by its first answered leg there."
kind        = "kpi"
reads       = "visits"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "outcome"
because   = "The customer's later behaviour confirms that the need was met."
unit      = "percent"
direction = "higher"
guardrail = "repeat_28d"
window    = 28
short     = "FCR28"
variant   = "as fcr_7d, with 28 x 24 hours"
needs     = "answered inbound contacts of known customers"
---*/
select
    touchpoint_id,
    answered_at as local_at,
    'interaction' as source_table,
    answered_leg as source_id,
    cast(resolved and not coalesce(next_at <= ended_at + interval 28 days, false) as double) as value,
    ended_at + interval 28 days as final_at
from visits
where answered_at >= $from
