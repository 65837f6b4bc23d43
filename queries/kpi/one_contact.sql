/*---
title       = "One-contact resolution, any channel"
description = "Share of identified inbound contacts, on any channel, that were recorded as unresolved by nobody and followed by no other within 7 days. One row per contact and touchpoint that it passed through, dated by its first leg there."
kind        = "kpi"
reads       = "visits"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "outcome"
because   = "The customer's later behaviour confirms that one contact was enough, whoever or whatever answered."
unit      = "percent"
direction = "higher"
guardrail = "repeat_7d"
window    = 7
short     = "OneC"
variant   = "as fcr_7d, but answered by an agent or not: IVR, web and all other channels count"
needs     = "inbound contacts of known customers"
---*/
select
    touchpoint_id,
    first_at as local_at,
    'interaction' as source_table,
    first_leg as source_id,
    cast(resolved and not coalesce(next_at <= ended_at + interval 7 days, false) as double) as value,
    ended_at + interval 7 days as final_at
from visits
where first_at >= $from
