/*---
title       = "Loops in an IVR"
description = "The nodes to which calls came back twice or more, together. One row per flow version and set of nodes."
kind        = "table"
reads       = "ivr_visits"
params      = {}
columns     = ["flow_version", "nodes", "calls"]
---*/
with revisited as (
    select
        coalesce(flow_version, '') as flow_version,
        source_id,
        node
    from ivr_visits
    group by coalesce(flow_version, ''), source_id, node
    having count(*) > 2
),

in_call as (
    select
        flow_version,
        source_id,
        list(node order by node) as nodes
    from revisited
    group by flow_version, source_id
)

select
    flow_version,
    nodes,
    count(*) as calls
from in_call
group by flow_version, nodes
order by calls desc, nodes asc
