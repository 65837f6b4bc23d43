/*---
title       = "What was said at a touchpoint"
description = "Answers with words, newest first; total counts them all. One row per answer."
kind        = "table"
params      = { touchpoint = "varchar", from = "timestamp", to = "timestamp", as_of = "timestamp", most = "integer" }
columns     = ["local_at", "instrument", "scale", "score", "verbatim", "voice", "total"]
---*/
select
    local_at,
    instrument,
    coalesce(scale, '') as scale,
    score,
    verbatim,
    coalesce(voice, 'customer') as voice,
    count(*) over () as total
from feedback
where
    touchpoint_id = $touchpoint
    and local_at >= $from
    and local_at < $to
    and "at" <= $as_of
    and trim(verbatim) <> ''
order by "at" desc, feedback_id asc
limit $most
