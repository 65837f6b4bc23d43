/*---
title       = "Loops in an IVR"
description = "The nodes to which calls came back twice or more, together. One row per flow version and set of nodes."
kind        = "table"
reads       = "ivr_visits"
params      = {}
columns     = ["flow_version", "nodes", "calls"]
---*/
-- Only calls that came back to anything can have come back twice.
with returned as (
    select source_id
    from ivr_visits
    where not is_first
    group by source_id
    having count(*) > 1
),

revisited as (
    select
        coalesce(v.flow_version, '') as flow_version,
        v.source_id,
        v.node
    from ivr_visits as v
    semi join returned as r on v.source_id = r.source_id
    group by coalesce(v.flow_version, ''), v.source_id, v.node
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
