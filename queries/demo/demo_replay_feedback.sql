/*---
title       = "Answers to replay in the demo"
description = "Feedback of a window, moved on by seven days, in the columns of the canonical CSV. One row per answer."
kind        = "table"
params      = { from = "timestamp", to = "timestamp" }
columns     = ["feedback_id", "touchpoint_id", "contact_id", "customer", "at", "instrument", "scale", "score", "verbatim", "voice", "segment"]
---*/
select
    'L' || f.feedback_id as feedback_id,
    f.touchpoint_id,
    'L' || f.contact_id as contact_id,
    f.customer_key as customer,
    strftime(f."at" + interval 7 day, '%Y-%m-%dT%H:%M:%SZ') as "at",
    f.instrument,
    f.scale,
    f.score,
    f.verbatim,
    f.voice,
    f.segment
from feedback as f
where
    f.local_at >= $from - interval 7 day
    and f.local_at < $to - interval 7 day
order by f."at"
