/*---
title       = "Ways through an IVR"
description = "Calls by the nodes that they passed in order, the most frequent first; ways says how many there are. One row per way."
kind        = "table"
reads       = "ivr_calls"
params      = { most = "integer" }
columns     = ["way", "calls", "end_state", "lost", "known", "back", "capped", "capped_back", "ways"]
---*/
with counted as (
    select
        coalesce(way, '') as way,
        count(*) as calls,
        mode(end_state order by end_state) as end_state,
        count(*) filter (where is_lost) as lost,
        count(back) as known,
        count(*) filter (where back) as back,
        count(back) filter (where not frequent) as capped,
        count(*) filter (where back and not frequent) as capped_back
    from ivr_calls
    group by coalesce(way, '')
)

select
    *,
    count(*) over () as ways
from counted
order by calls desc, way asc
limit $most
