/*---
title       = "Net promoter score (NPS)"
description = "Share of 9 and 10 less share of 0 to 6, in points from -100 to 100. One row per scored answer."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "nps"
class     = "perception"
because   = "It is what customers say that they would do, not what they do."
unit      = "points"
direction = "higher"
guardrail = "repeat_7d"
window    = 0
main      = true
short     = "NPS"
variant   = "% of 9-10 less % of 0-6 on the scale 0-10 (0-10 where the answer names no scale); customers only; answers without a score left out"
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
    instrument = 'nps'
    and coalesce(scale, '0-10') = '0-10'
    and coalesce(voice, 'customer') = 'customer'
    and score between 0 and 10
    and local_at >= $from
    and local_at < $to
    and "at" <= $as_of
