/*---
title       = "Time in an IVR"
description = "The time of each call by flow version, in ascending order, for median and 90th percentile with their intervals. One row per flow version."
kind        = "table"
reads       = "ivr_calls"
params      = {}
columns     = ["flow_version", "seconds", "menus"]
---*/
select
    coalesce(flow_version, '') as flow_version,
    list_sort(list(seconds) filter (where seconds is not null)) as seconds,
    avg(menus) filter (where visits > 0) as menus
from ivr_calls
group by coalesce(flow_version, '')
