/*---
title       = "Customer satisfaction (CSAT)"
description = "Share of customers' satisfaction scores in the top two boxes of their scale. One row per scored answer."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "perception"
because   = "It is the customer's opinion: shown beside outcomes, never as proof of one."
unit      = "percent"
direction = "higher"
guardrail = "repeat_7d"
window    = 0
main      = true
short     = "CSAT"
variant   = "top two boxes of the answer's own scale (1-5 where it names none; scales of at least four steps); customers only; answers without a score left out"
---*/
with answers as (
    select
        feedback_id,
        touchpoint_id,
        local_at,
        score,
        "at",
        try_cast(split_part(coalesce(scale, '1-5'), '-', 1) as double) as low,
        try_cast(split_part(coalesce(scale, '1-5'), '-', 2) as double) as high
    from feedback
    where
        instrument = 'csat'
        and coalesce(voice, 'customer') = 'customer'
        and score is not null
        and local_at >= $from
        and local_at < $to
        and "at" <= $as_of
)

select
    touchpoint_id,
    local_at,
    'feedback' as source_table,
    feedback_id as source_id,
    cast(score >= high - 1 as double) as value,
    "at" as final_at
from answers
where score between low and high and high - low >= 3
