/*---
title       = "The tree of an IVR's nodes"
description = """
Places on the tree of first visits: calls that came there, visits with those that came again, calls that ended there, and callers lost. One row
per place."""
kind        = "table"
reads       = "ivr_visits"
params      = {}
columns     = ["place", "node", "node_type", "calls", "visits", "ended", "lost", "again", "again_sq", "dwell_p50", "dwell_p90", "dwells", "back_again"]
---*/
select
    place,
    any_value(node) as node,
    min(node_type) as node_type,
    count(*) filter (where is_first) as calls,
    count(*) as visits,
    count(*) filter (where is_last) as ended,
    count(*) filter (where is_last and is_lost) as lost,
    cast(sum(again) as bigint) as again,
    cast(sum(again * again) as bigint) as again_sq,
    quantile_cont(dwell_s, 0.5) as dwell_p50,
    quantile_cont(dwell_s, 0.9) as dwell_p90,
    count(dwell_s) as dwells,
    count(*) filter (where not is_first) as back_again
from ivr_visits
where place is not null
group by place
order by calls desc, place asc
