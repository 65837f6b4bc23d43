/*---
title       = "One call's timeline"
description = """
What happened in the contact of a call: the steps of its legs and the legs themselves, then what the same customer did later, on any channel, within
28 days. One row per step or leg."""
kind        = "table"
params      = { call = "varchar" }
columns     = ["part", "local_at", "touchpoint", "channel", "node", "event", "value", "outcome", "wait_s", "handle_s", "queue", "team", "direction", "reason"]
---*/
with chosen as (
    select
        i.contact_id,
        c.customer_key,
        i.started_at,
        coalesce(c.ended_at, i.ended_at, i.started_at) as ended_at
    from interaction as i
    left join contact as c on i.contact_id = c.contact_id
    where i.interaction_id = $call
),

later_contacts as (
    select
        k.contact_id,
        k.started_at
    from contact as k
    inner join chosen as h on k.customer_key = h.customer_key
    where
        k.started_at > h.ended_at
        and k.started_at <= h.ended_at + interval 28 days
),

legs as (
    select
        i.*,
        'leg' as part
    from interaction as i
    semi join chosen as h on i.contact_id = h.contact_id
    union all
    select
        i.*,
        'later' as part
    from interaction as i
    semi join later_contacts as k on i.contact_id = k.contact_id
)

select
    l.part,
    l.local_at,
    coalesce(t.name, l.touchpoint_id, '') as touchpoint,
    l.channel,
    null as node,
    null as event,
    null as value,
    l.outcome,
    l.wait_s,
    coalesce(l.handle_s, l.talk_s + coalesce(l.hold_s, 0) + coalesce(l.wrap_s, 0)) as handle_s,
    l.queue,
    l.team,
    coalesce(l.direction, 'inbound') as direction,
    l.reason
from legs as l
left join touchpoint as t on l.touchpoint_id = t.touchpoint_id
union all
select
    'step' as part,
    l.local_at + (e."at" - l.started_at) as local_at,
    coalesce(t.name, l.touchpoint_id, '') as touchpoint,
    l.channel,
    e.node,
    e.event,
    e.value,
    null as outcome,
    null as wait_s,
    null as handle_s,
    e.target_queue as queue,
    null as team,
    null as direction,
    cast(e.seq as varchar) as reason
from interaction_event as e
inner join legs as l on e.interaction_id = l.interaction_id
left join touchpoint as t on l.touchpoint_id = t.touchpoint_id
where l.part = 'leg'
order by local_at asc, part asc, try_cast(reason as integer) asc
