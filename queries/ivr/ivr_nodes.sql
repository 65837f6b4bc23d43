/*---
title       = "An IVR's nodes by flow version"
description = """
Calls that visited a node, wherever it stands on the tree; served are those that ended well at it or after it, looped those that came back to it
twice or more. One row per flow version and node."""
kind        = "table"
reads       = "ivr_visits"
params      = {}
columns     = ["flow_version", "node", "node_type", "calls", "visits", "ended", "lost", "served", "again", "looped", "dwell_s"]
---*/
with in_call as (
    select
        coalesce(flow_version, '') as flow_version,
        source_id,
        node,
        min(node_type) as node_type,
        count(*) as visits,
        bool_or(is_last) as ended,
        bool_or(is_last and is_lost) as lost,
        any_value(is_served) as served,
        sum(again) as again,
        sum(dwell_s) as dwell_s
    from ivr_visits
    group by coalesce(flow_version, ''), source_id, node
)

select
    flow_version,
    node,
    min(node_type) as node_type,
    count(*) as calls,
    cast(sum(visits) as bigint) as visits,
    count(*) filter (where ended) as ended,
    count(*) filter (where lost) as lost,
    count(*) filter (where served) as served,
    cast(sum(again) as bigint) as again,
    count(*) filter (where visits > 2) as looped,
    coalesce(sum(dwell_s), 0) as dwell_s
from in_call
group by flow_version, node
order by flow_version asc, calls desc, node asc
