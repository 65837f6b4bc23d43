/*---
title       = "What is known of the contacts at a touchpoint"
description = """
The dimensions by which a KPI that counts contacts can be broken down. Reason, segment and source are the contact's own, else
those of its first leg at the touchpoint, as all else is; legs count that began from 31 days before the first day on, contacts
from 62. One row per contact with such a leg."""
kind        = "table"
params      = { touchpoint = "varchar", from = "timestamp", to = "timestamp" }
columns     = [
    "source_table", "source_id", "reason", "team", "segment", "channel", "queue", "source", "flow_version",
]
---*/
with legs as (
    select
        contact_id,
        reason,
        team,
        segment,
        channel,
        queue,
        source,
        flow_version
    from interaction
    where
        touchpoint_id = $touchpoint
        and started_at >= $from - interval 31 days
        and started_at < $to + interval 2 days
    qualify row_number() over (partition by contact_id order by started_at, interaction_id) = 1
)

select
    'contact' as source_table,
    l.contact_id as source_id,
    coalesce(nullif(c.reason, ''), nullif(l.reason, '')) as reason,
    nullif(l.team, '') as team,
    coalesce(nullif(c.segment, ''), nullif(l.segment, '')) as segment,
    nullif(l.channel, '') as channel,
    nullif(l.queue, '') as queue,
    coalesce(nullif(c.source, ''), nullif(l.source, '')) as source,
    nullif(l.flow_version, '') as flow_version
from legs as l
left join contact as c
    on
        l.contact_id = c.contact_id
        and c.started_at >= $from - interval 62 days
        and c.started_at < $to + interval 2 days
