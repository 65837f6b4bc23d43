/*---
title       = "Customer effort (CES 2.0)"
description = "Mean agreement, 1 to 7, that the company made it easy. One row per scored answer."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "mean"
class     = "perception"
because   = "It is the customer's opinion of the effort, not what the effort was."
unit      = "score"
direction = "higher"
guardrail = "repeat_7d"
window    = 0
between   = [1, 7]
main      = true
short     = "CES"
variant   = "CES 2.0: mean on the scale 1-7, 7 is easiest (1-7 where the answer names no scale); other scales left out, for CES 1.0 runs the other way; customers only"
---*/
select
    touchpoint_id,
    local_at,
    'feedback' as source_table,
    feedback_id as source_id,
    score as value,
    "at" as final_at
from feedback
where
    instrument = 'ces'
    and coalesce(scale, '1-7') = '1-7'
    and coalesce(voice, 'customer') = 'customer'
    and score between 1 and 7
    and local_at >= $from
    and local_at < $to
    and "at" <= $as_of
