/*---
title       = "Steps between an IVR's nodes"
description = "How often calls went from one node to the next, once counted for each time. One row per flow version and pair of nodes."
kind        = "table"
reads       = "ivr_visits"
params      = {}
columns     = ["flow_version", "node", "next_node", "times"]
---*/
select
    coalesce(flow_version, '') as flow_version,
    node,
    next_node,
    count(*) as times
from ivr_visits
where next_node is not null
group by coalesce(flow_version, ''), node, next_node
order by times desc, node asc, next_node asc
