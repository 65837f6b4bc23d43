/*---
title       = "The channels of the paths"
description = "On how many legs and in how many paths each channel occurs, IVR and telephone as one. One row per channel."
kind        = "table"
reads       = "path_steps"
params      = {}
columns     = ["channel", "visits", "paths", "known", "back"]
---*/
with in_path as (
    select
        path_id,
        channel,
        count(*) as visits,
        any_value(came_back) as came_back
    from path_steps
    where channel is not null
    group by path_id, channel
)

select
    channel,
    cast(sum(visits) as bigint) as visits,
    count(*) as paths,
    count(came_back) as known,
    cast(coalesce(sum(came_back), 0) as bigint) as back
from in_path
group by channel
order by visits desc, channel asc
