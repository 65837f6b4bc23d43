/*---
title       = "Time at an IVR's nodes"
description = "Median and 90th percentile of the visits' seconds at each place of the tree. One row per place."
kind        = "table"
reads       = "ivr_visits"
params      = {}
columns     = ["place", "dwell_p50", "dwell_p90", "dwells"]
---*/
select
    place,
    quantile_cont(dwell_s, 0.5) as dwell_p50,
    quantile_cont(dwell_s, 0.9) as dwell_p90,
    count(dwell_s) as dwells
from ivr_visits
where place is not null
group by place
