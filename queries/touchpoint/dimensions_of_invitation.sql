/*---
title       = "What is known of the invitations at a touchpoint"
description = """
The dimensions by which a KPI that counts invitations can be broken down. The source is the invitation's own; all else is that of
its contact and of the contact's first leg at the touchpoint, if that began at most 31 days before the first day. One row per
invitation."""
kind        = "table"
params      = { touchpoint = "varchar", from = "timestamp", to = "timestamp" }
columns     = [
    "source_table", "source_id", "reason", "team", "segment", "channel", "queue", "source", "flow_version",
]
---*/
with invitations as (
    select
        invitation_id,
        contact_id,
        source
    from invitation
    where
        touchpoint_id = $touchpoint
        and local_at >= $from - interval 1 day
        and local_at < $to + interval 1 day
),

asked as (
    select distinct contact_id
    from invitations
    where contact_id is not null
),

legs as (
    select
        i.contact_id,
        i.reason,
        i.team,
        i.segment,
        i.channel,
        i.queue,
        i.flow_version
    from interaction as i
    semi join asked as a on i.contact_id = a.contact_id
    where
        i.touchpoint_id = $touchpoint
        and i.started_at >= $from - interval 31 days
        and i.started_at < $to + interval 2 days
    qualify row_number() over (partition by i.contact_id order by i.started_at, i.interaction_id) = 1
),

contacts as (
    select
        c.contact_id,
        c.reason,
        c.segment
    from contact as c
    semi join asked as a on c.contact_id = a.contact_id
    where
        c.started_at >= $from - interval 31 days
        and c.started_at < $to + interval 2 days
)

select
    'invitation' as source_table,
    i.invitation_id as source_id,
    coalesce(nullif(l.reason, ''), nullif(c.reason, '')) as reason,
    nullif(l.team, '') as team,
    coalesce(nullif(l.segment, ''), nullif(c.segment, '')) as segment,
    nullif(l.channel, '') as channel,
    nullif(l.queue, '') as queue,
    nullif(i.source, '') as source,
    nullif(l.flow_version, '') as flow_version
from invitations as i
left join legs as l on i.contact_id = l.contact_id
left join contacts as c on i.contact_id = c.contact_id
