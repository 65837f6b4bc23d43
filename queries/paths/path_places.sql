/*---
title       = "The touchpoints of the paths"
description = "How often each touchpoint is visited, begins and ends a path, and in how many paths it occurs. One row per touchpoint."
kind        = "table"
reads       = "path_steps"
params      = {}
columns     = ["touchpoint_id", "visits", "begins", "begins_known", "begins_back", "ends", "paths", "known", "back"]
---*/
with in_path as (
    select
        path_id,
        touchpoint_id,
        count(*) as visits,
        count(*) filter (where position = 1) as begins,
        count(*) filter (where next_id is null and not goes_on) as ends,
        any_value(came_back) as came_back
    from path_steps
    group by path_id, touchpoint_id
)

select
    touchpoint_id,
    cast(sum(visits) as bigint) as visits,
    cast(sum(begins) as bigint) as begins,
    count(came_back) filter (where begins > 0) as begins_known,
    cast(coalesce(sum(came_back) filter (where begins > 0), 0) as bigint) as begins_back,
    cast(sum(ends) as bigint) as ends,
    count(*) as paths,
    count(came_back) as known,
    cast(coalesce(sum(came_back), 0) as bigint) as back
from in_path
group by touchpoint_id
order by visits desc, touchpoint_id asc
