/*---
title       = "The designed flow of an IVR"
description = "Nodes below their parents as they were designed. One row per flow version, node and parent."
kind        = "table"
params      = { touchpoint = "varchar" }
columns     = ["flow_version", "node", "parent", "key_pressed", "node_type", "success"]
---*/
select
    coalesce(flow_version, '') as flow_version,
    node,
    coalesce(parent, '') as parent,
    coalesce(key_pressed, '') as key_pressed,
    node_type,
    coalesce(success, false) as success
from designed_flow
where touchpoint_id = $touchpoint
order by flow_version asc, node asc, parent asc
