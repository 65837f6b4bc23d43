/*---
title       = "Contacts to replay in the demo"
description = "Interactions of a window, moved on by seven days, in the columns of the canonical CSV. One row per leg."
kind        = "table"
params      = { from = "timestamp", to = "timestamp" }
columns     = ["interaction_id", "contact_id", "touchpoint_id", "started_at", "ended_at", "channel", "direction", "customer", "reason", "segment", "resolved", "outcome", "wait_s", "talk_s", "hold_s", "wrap_s", "handle_s", "transfers", "queue", "team", "flow_version"]
---*/
select
    'L' || i.interaction_id as interaction_id,
    'L' || i.contact_id as contact_id,
    i.touchpoint_id,
    strftime(i.started_at + interval 7 day, '%Y-%m-%dT%H:%M:%SZ') as started_at,
    strftime(i.ended_at + interval 7 day, '%Y-%m-%dT%H:%M:%SZ') as ended_at,
    i.channel,
    i.direction,
    i.customer_key as customer,
    i.reason,
    i.segment,
    case i.resolved when true then 'yes' when false then 'no' end as resolved,
    i.outcome,
    i.wait_s,
    i.talk_s,
    i.hold_s,
    i.wrap_s,
    i.handle_s,
    i.transfers,
    i.queue,
    i.team,
    i.flow_version
from interaction as i
where
    i.local_at >= $from - interval 7 day
    and i.local_at < $to - interval 7 day
order by i.started_at
