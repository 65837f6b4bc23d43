/*---
title       = "Loops in an IVR"
description = "The nodes to which calls came back twice or more, together. One row per flow version and set of nodes."
kind        = "table"
reads       = "ivr_calls"
params      = {}
columns     = ["flow_version", "nodes", "calls"]
---*/
select
    coalesce(flow_version, '') as flow_version,
    looped as nodes,
    count(*) as calls
from ivr_calls
where looped is not null
group by coalesce(flow_version, ''), looped
order by calls desc, nodes asc
