/*---
title       = "Steps between an IVR's nodes"
description = "How often calls went from one node to the next, once counted for each time. One row per flow version and pair of nodes."
kind        = "table"
reads       = "ivr_visits"
params      = {}
columns     = ["flow_version", "node", "next_node", "times"]
---*/
with moves as (
    select
        coalesce(flow_version, '') as flow_version,
        node,
        lead(node) over (partition by source_id order by visit) as next_node
    from ivr_visits
)

select
    flow_version,
    node,
    next_node,
    count(*) as times
from moves
where next_node is not null
group by flow_version, node, next_node
order by times desc, node asc, next_node asc
