/*---
title       = "Contacts per resolved need"
description = "How many contacts of identified customers there are for each that ended their need. One row per contact and touchpoint that it passed through, dated by its first leg there."
kind        = "kpi"
reads       = "visits"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "ratio"
class     = "outcome"
because   = "It counts how often customers have to come until they need not come again."
unit      = "count"
direction = "lower"
guardrail = "csat"
window    = 7
short     = "C/N"
variant   = "contacts / contacts that were not recorded as unresolved and not followed by another within 7 days; interval from the single days"
needs     = "inbound contacts of known customers"
---*/
select
    touchpoint_id,
    first_at as local_at,
    'interaction' as source_table,
    first_leg as source_id,
    cast(1 as double) as value,
    ended_at + interval 7 days as final_at,
    cast(resolved and not coalesce(next_at <= ended_at + interval 7 days, false) as double) as weight
from visits
where first_at >= $from
