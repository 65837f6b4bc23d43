/*---
title       = "Visits of an IVR's nodes"
description = "What the calls of ivr_calls did at each node, with how the call ended. One row per visit."
kind        = "table"
reads       = "ivr_calls"
params      = { touchpoint = "varchar", from = "timestamp", to = "timestamp" }
columns     = [
    "touchpoint_id", "local_at", "source_table", "source_id", "visit", "node", "node_type", "place", "is_first", "is_last", "dwell_s", "again",
    "flow_version", "end_state", "is_lost", "is_served",
]
---*/
select
    c.touchpoint_id,
    c.local_at,
    c.source_table,
    c.source_id,
    v.visit,
    v.node,
    v.node_type,
    v.place,
    v.is_first,
    v.is_last,
    v.dwell_s,
    v.again,
    c.flow_version,
    c.end_state,
    c.is_lost,
    c.end_state in ('task_ok', 'info_hangup', 'callback') as is_served
from flow_visit as v
inner join ivr_calls as c on v.interaction_id = c.source_id
where
    v.touchpoint_id = $touchpoint
    and v.local_at >= $from
    and v.local_at < $to
