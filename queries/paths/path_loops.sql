/*---
title       = "Rework loops in the paths"
description = """
Paths that come to a touchpoint again: directly, or with something between (via: the touchpoint that most often follows the earlier visit). A
path with both counts in both rows. One row per touchpoint and way."""
kind        = "table"
reads       = "path_steps"
params      = {}
columns     = ["touchpoint_id", "direct", "via", "times", "paths", "known", "back", "most"]
---*/
with visits as (
    select
        path_id,
        touchpoint_id,
        came_back,
        position - lag(position) over earlier_visits as distance,
        lag(next_id) over earlier_visits as via,
        count(*) over (partition by path_id, touchpoint_id) as visits
    from path_steps
    window earlier_visits as (partition by path_id, touchpoint_id order by position)
),

in_path as (
    select
        path_id,
        touchpoint_id,
        distance = 1 as direct,
        count(*) as times,
        mode(via order by via) as via,
        any_value(visits) as visits,
        any_value(came_back) as came_back
    from visits
    where distance is not null
    group by path_id, touchpoint_id, distance = 1
)

select
    touchpoint_id,
    direct,
    if(direct, null, mode(via order by via)) as via,
    cast(sum(times) as bigint) as times,
    count(*) as paths,
    count(came_back) as known,
    cast(coalesce(sum(came_back), 0) as bigint) as back,
    max(visits) as most
from in_path
group by touchpoint_id, direct
order by paths desc, touchpoint_id asc, direct asc
