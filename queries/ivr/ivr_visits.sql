/*---
title       = "Visits of an IVR's nodes"
description = "What the calls of ivr_calls did at each node, with how the call ended. One row per visit."
kind        = "table"
params      = { touchpoint = "varchar", from = "timestamp", to = "timestamp", as_of = "timestamp", segment = "varchar", from_hour = "integer", to_hour = "integer", version = "varchar" }
columns     = [
    "touchpoint_id", "local_at", "source_table", "source_id", "visit", "node", "node_type", "place", "is_first", "is_last", "dwell_s", "again",
    "flow_version", "end_state", "is_lost", "is_served", "next_node",
]
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    visit,
    node,
    node_type,
    place,
    is_first,
    is_last,
    dwell_s,
    again,
    flow_version,
    end_state,
    end_state in ('hangup_mid_task', 'hangup_in_menu', 'task_failed', 'system_error') as is_lost,
    end_state in ('task_ok', 'info_hangup', 'callback') as is_served,
    next_node
from flow_visit
where
    touchpoint_id = $touchpoint
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
    and ($segment is null or coalesce(segment, '') = $segment)
    and ($from_hour is null or hour(local_at) >= $from_hour)
    and ($to_hour is null or hour(local_at) < $to_hour)
    and ($version is null or coalesce(flow_version, '') = $version)
