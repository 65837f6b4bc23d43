/*---
title       = "Customer effort (CES 2.0), share of 5 to 7"
description = "Share of answers of 5, 6 or 7 to whether the company made it easy. One row per scored answer."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "perception"
because   = "It is the customer's opinion of the effort, not what the effort was."
unit      = "percent"
direction = "higher"
guardrail = "repeat_7d"
window    = 0
short     = "CES%"
variant   = "CES 2.0: 5 to 7 on the scale 1-7 (1-7 where the answer names no scale) / scored answers; customers only"
needs     = "answers of ces on the scale 1-7"
---*/
select
    touchpoint_id,
    local_at,
    'feedback' as source_table,
    feedback_id as source_id,
    cast(score >= 5 as double) as value,
    "at" as final_at
from feedback
where
    instrument = 'ces'
    and coalesce(scale, '1-7') = '1-7'
    and score between 1 and 7
    and coalesce(voice, 'customer') = 'customer'
    and local_at >= $from
    and local_at < $to
    and "at" <= $as_of
