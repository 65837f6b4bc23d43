/*---
title       = "The newest words at each touchpoint"
description = "A customer's newest answer with words in a period, at the given touchpoints. One row per touchpoint that has any."
kind        = "table"
params      = { touchpoints = "varchar[]", from = "timestamp", to = "timestamp", as_of = "timestamp" }
columns     = ["touchpoint_id", "verbatim"]
---*/
select
    touchpoint_id,
    arg_max(verbatim, ("at", feedback_id)) as verbatim
from feedback
where
    touchpoint_id in (select unnest($touchpoints))
    and local_at >= $from
    and local_at < $to
    and "at" <= $as_of
    and coalesce(voice, 'customer') = 'customer'
    and trim(verbatim) <> ''
group by touchpoint_id
