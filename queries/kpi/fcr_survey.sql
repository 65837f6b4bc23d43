/*---
title       = "First contact resolution, by survey"
description = "Share of answers that say the need was met at the first contact. One row per answer with a score."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "outcome"
because   = "The customer states whether the need was met."
unit      = "percent"
direction = "higher"
guardrail = "repeat_7d"
window    = 0
short     = "FCRs"
variant   = "the answers of the instrument resolved at the top of their scale (0-1 where they name none: yes) / those with a score; customers only"
needs     = "answers of the instrument resolved"
---*/
select
    touchpoint_id,
    local_at,
    'feedback' as source_table,
    feedback_id as source_id,
    cast(score >= try_cast(split_part(coalesce(scale, '0-1'), '-', 2) as double) as double) as value,
    "at" as final_at
from feedback
where
    instrument = 'resolved'
    and score between try_cast(split_part(coalesce(scale, '0-1'), '-', 1) as double)
    and try_cast(split_part(coalesce(scale, '0-1'), '-', 2) as double)
    and coalesce(voice, 'customer') = 'customer'
    and local_at >= $from
    and local_at < $to
    and "at" <= $as_of
