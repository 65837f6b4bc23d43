/*---
title       = "What is known of the legs at a touchpoint"
description = """
The dimensions by which a KPI that counts legs can be broken down. Reason and segment are the leg's own, else its contact's, if
that began at most 31 days before the first day. One row per leg."""
kind        = "table"
params      = { touchpoint = "varchar", from = "timestamp", to = "timestamp" }
columns     = [
    "source_table", "source_id", "reason", "team", "segment", "channel", "queue", "source", "flow_version",
]
---*/
select
    'interaction' as source_table,
    i.interaction_id as source_id,
    coalesce(nullif(i.reason, ''), nullif(c.reason, '')) as reason,
    nullif(i.team, '') as team,
    coalesce(nullif(i.segment, ''), nullif(c.segment, '')) as segment,
    nullif(i.channel, '') as channel,
    nullif(i.queue, '') as queue,
    nullif(i.source, '') as source,
    nullif(i.flow_version, '') as flow_version
from interaction as i
left join contact as c
    on
        i.contact_id = c.contact_id
        and c.started_at >= $from - interval 31 days
        and c.started_at < $to + interval 2 days
where
    i.touchpoint_id = $touchpoint
    and i.local_at >= $from - interval 1 day
    and i.local_at < $to + interval 1 day
