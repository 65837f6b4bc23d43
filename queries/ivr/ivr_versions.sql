/*---
title       = "Versions of an IVR's flow"
description = "Every version with the days on which it was in use. One row per version."
kind        = "table"
params      = { touchpoint = "varchar", to = "timestamp" }
columns     = ["flow_version", "first_day", "last_day", "calls"]
---*/
select
    flow_version,
    cast(min(local_at) as date) as first_day,
    cast(max(local_at) as date) as last_day,
    count(*) as calls
from flow_leg
where
    touchpoint_id = $touchpoint
    and local_at < $to
    and flow_version is not null
group by flow_version
order by first_day asc, flow_version asc
