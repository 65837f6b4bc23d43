/*---
title       = "Exits on the same weekdays before"
description = "How many calls came to a place, and ended there, on the given days. One row per place."
kind        = "table"
params      = { touchpoint = "varchar", days = "date[]", segment = "varchar", from_hour = "integer", to_hour = "integer", version = "varchar" }
columns     = ["place", "calls", "ended"]
---*/
select
    place,
    count(*) filter (where is_first) as calls,
    count(*) filter (where is_last) as ended
from flow_visit
where
    touchpoint_id = $touchpoint
    and local_at >= list_min($days)
    and local_at < list_max($days) + interval 1 day
    and cast(local_at as date) in (select unnest($days))
    and ($segment is null or coalesce(segment, '') = $segment)
    and ($from_hour is null or hour(local_at) >= $from_hour)
    and ($to_hour is null or hour(local_at) < $to_hour)
    and ($version is null or coalesce(flow_version, '') = $version)
    and place is not null
group by place
