/*---
title       = "Customer effort (CES 1.0)"
description = "Mean effort, 1 to 5, that the customer says it took; 5 is most. One row per scored answer."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "mean"
class     = "perception"
because   = "It is the customer's opinion of the effort, not what the effort was."
unit      = "score"
direction = "lower"
guardrail = "repeat_7d"
window    = 0
between   = [1, 5]
short     = "CES1"
variant   = "CES 1.0: mean on the scale 1-5, 5 is the most effort, the other way round than CES 2.0; never mixed with it; customers only"
needs     = "answers of ces on the scale 1-5"
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
    and scale = '1-5'
    and score between 1 and 5
    and coalesce(voice, 'customer') = 'customer'
    and local_at >= $from
    and local_at < $to
    and "at" <= $as_of
