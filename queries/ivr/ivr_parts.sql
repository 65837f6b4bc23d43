/*---
title       = "An IVR's calls by segment and hour"
description = "How many calls there are in each segment, and in each local hour; kind says which. One row per segment and per hour."
kind        = "table"
reads       = "ivr_calls"
params      = {}
columns     = ["kind", "name", "calls", "lost", "contained"]
---*/
select
    'segment' as kind,
    coalesce(segment, '') as name,
    count(*) as calls,
    count(*) filter (where is_lost) as lost,
    count(*) filter (where is_contained) as contained
from ivr_calls
group by coalesce(segment, '')
union all
select
    'hour' as kind,
    strftime(local_at, '%H') as name,
    count(*) as calls,
    count(*) filter (where is_lost) as lost,
    count(*) filter (where is_contained) as contained
from ivr_calls
group by strftime(local_at, '%H')
order by kind asc, name asc
