/*---
title       = "An IVR's nodes by flow version"
description = """
Calls that visited a node, wherever it stands on the tree; served are those of them that ended well. One row per flow version and node."""
kind        = "table"
reads       = "ivr_stays"
params      = {}
columns     = ["flow_version", "node", "node_type", "calls", "visits", "ended", "lost", "served", "again", "dwell_s"]
---*/
select
    flow_version,
    node,
    min(node_type) as node_type,
    cast(sum(calls) as bigint) as calls,
    cast(sum(visits) as bigint) as visits,
    cast(sum(ended) as bigint) as ended,
    cast(sum(lost) as bigint) as lost,
    cast(sum(served) as bigint) as served,
    cast(sum(again) as bigint) as again,
    sum(dwell_s) as dwell_s
from ivr_stays
group by flow_version, node
order by flow_version asc, calls desc, node asc
