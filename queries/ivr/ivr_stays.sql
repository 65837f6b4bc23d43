/*---
title       = "An IVR's visits counted"
description = """
Visits by flow version and place on the tree of first visits; what lies too deep to have a place is counted by its node. served are first visits of
calls that ended well. One row per flow version, place and node."""
kind        = "table"
reads       = "ivr_visits"
params      = {}
columns     = ["flow_version", "place", "node", "node_type", "calls", "visits", "ended", "lost", "served", "again", "again_sq", "dwell_s"]
---*/
select
    coalesce(flow_version, '') as flow_version,
    place,
    node,
    min(node_type) as node_type,
    count(*) filter (where is_first) as calls,
    count(*) as visits,
    count(*) filter (where is_last) as ended,
    count(*) filter (where is_last and is_lost) as lost,
    count(*) filter (where is_first and is_served) as served,
    cast(sum(again) as bigint) as again,
    cast(sum(again * again) as bigint) as again_sq,
    coalesce(sum(dwell_s), 0) as dwell_s
from ivr_visits
group by coalesce(flow_version, ''), place, node
