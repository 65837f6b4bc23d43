/*---
title       = "The tree of an IVR's nodes"
description = """
Places on the tree of first visits: calls that came there, visits with those that came again, calls that ended there, and callers lost. One row
per place."""
kind        = "table"
reads       = "ivr_stays"
params      = {}
columns     = ["place", "node", "node_type", "calls", "visits", "ended", "lost", "again", "again_sq"]
---*/
select
    place,
    any_value(node) as node,
    min(node_type) as node_type,
    cast(sum(calls) as bigint) as calls,
    cast(sum(visits) as bigint) as visits,
    cast(sum(ended) as bigint) as ended,
    cast(sum(lost) as bigint) as lost,
    cast(sum(again) as bigint) as again,
    cast(sum(again_sq) as bigint) as again_sq
from ivr_stays
where place is not null
group by place
order by calls desc, place asc
