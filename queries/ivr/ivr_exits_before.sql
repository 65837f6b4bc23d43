/*---
title       = "Exits on the same weekdays before"
description = "How many calls came to a place, and ended there, on the given days. One row per place."
kind        = "table"
params      = { touchpoint = "varchar", days = "date[]", segment = "varchar", from_hour = "integer", to_hour = "integer", version = "varchar" }
columns     = ["place", "calls", "ended"]
---*/
with chosen as (
    select interaction_id
    from flow_leg
    where
        touchpoint_id = $touchpoint
        and local_at >= list_min($days)
        and local_at < list_max($days) + interval 1 day
        and cast(local_at as date) in (select unnest($days))
        and ($segment is null or coalesce(segment, '') = $segment)
        and ($from_hour is null or hour(local_at) >= $from_hour)
        and ($to_hour is null or hour(local_at) < $to_hour)
        and ($version is null or coalesce(flow_version, '') = $version)
)

select
    v.place,
    count(*) filter (where v.is_first) as calls,
    count(*) filter (where v.is_last) as ended
from flow_visit as v
semi join chosen as c on v.interaction_id = c.interaction_id
where
    v.touchpoint_id = $touchpoint
    and v.local_at >= list_min($days)
    and v.local_at < list_max($days) + interval 1 day
    and v.place is not null
group by v.place
