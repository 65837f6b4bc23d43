/*---
title       = "An IVR's nodes by flow version"
description = """
Calls that visited a node, wherever it stands on the tree; served are those of them that ended well. One row per flow version and node."""
kind        = "table"
reads       = "ivr_visits"
params      = {}
columns     = ["flow_version", "node", "node_type", "calls", "visits", "ended", "lost", "served", "again", "dwell_s"]
---*/
select
    coalesce(flow_version, '') as flow_version,
    node,
    min(node_type) as node_type,
    count(*) filter (where is_first) as calls,
    count(*) as visits,
    count(*) filter (where is_last) as ended,
    count(*) filter (where is_last and is_lost) as lost,
    count(*) filter (where is_first and is_served) as served,
    cast(sum(again) as bigint) as again,
    coalesce(sum(dwell_s), 0) as dwell_s
from ivr_visits
group by coalesce(flow_version, ''), node
order by flow_version asc, calls desc, node asc
