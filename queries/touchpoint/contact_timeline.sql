/*---
title       = "One contact's timeline"
description = """
What happened in the contact of a counted row: its legs with their recorded steps, the invitations and answers about it; and the legs and answers of
the same customer, on any channel, within 28 days before it and after its end. One row per leg, step, invitation or answer."""
kind        = "table"
reads       = "contact_of"
params      = { as_of = "timestamp" }
columns     = [
    "part", "kind", "local_at", "touchpoint", "channel", "node", "event", "value", "outcome", "wait_s", "handle_s", "queue", "team", "direction", "reason",
    "instrument", "scale", "score", "words", "seq",
]
---*/
with around as (
    select
        k.contact_id,
        if(k.started_at < h.started_at, 'before', 'later') as part
    from contact as k
    inner join contact_of as h
        on
            k.customer_key = h.customer
            and k.contact_id is distinct from h.contact_id
            and k.started_at >= h.started_at - interval 28 days
            and k.started_at <= h.ended_at + interval 28 days
    where k.started_at <= $as_of
    union all
    select
        contact_id,
        'contact' as part
    from contact_of
),

legs as (
    select
        i.*,
        a.part
    from interaction as i
    inner join around as a on i.contact_id = a.contact_id
    where i.started_at <= $as_of
),

told as (
    select
        coalesce(
            a.part,
            case
                when f.feedback_id = h.feedback_id then 'contact'
                when f."at" < h.started_at then 'before'
                else 'later'
            end
        ) as part,
        'answer' as kind,
        f.local_at,
        f.touchpoint_id,
        f.instrument,
        f.scale,
        f.score,
        f.verbatim as words
    from feedback as f
    cross join contact_of as h
    left join around as a on f.contact_id = a.contact_id
    where
        (
            a.part is not null
            or f.feedback_id = h.feedback_id
            or (
                f.contact_id is null
                and f.customer_key = h.customer
                and f."at" between h.started_at - interval 28 days and h.ended_at + interval 28 days
            )
        )
        and f."at" <= $as_of
    union all
    select
        coalesce(a.part, 'contact') as part,
        'invitation' as kind,
        v.local_at,
        v.touchpoint_id,
        v.instrument,
        null as scale,
        null as score,
        null as words
    from invitation as v
    cross join contact_of as h
    left join around as a on v.contact_id = a.contact_id
    where
        (a.part = 'contact' or v.invitation_id = h.invitation_id)
        and v."at" <= $as_of
),

lines as (
    select
        part,
        'leg' as kind,
        local_at,
        touchpoint_id,
        channel,
        null as node,
        null as event,
        null as value,
        outcome,
        wait_s,
        coalesce(handle_s, talk_s + coalesce(hold_s, 0) + coalesce(wrap_s, 0)) as handle_s,
        queue,
        team,
        coalesce(direction, 'inbound') as direction,
        reason,
        null as instrument,
        null as scale,
        null as score,
        null as words,
        0 as seq
    from legs
    union all
    select
        l.part,
        'step' as kind,
        l.local_at + (e."at" - l.started_at) as local_at,
        l.touchpoint_id,
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
        null as reason,
        null as instrument,
        null as scale,
        null as score,
        null as words,
        e.seq
    from interaction_event as e
    inner join legs as l on e.interaction_id = l.interaction_id
    where l.part = 'contact'
    union all
    select
        part,
        kind,
        local_at,
        touchpoint_id,
        null as channel,
        null as node,
        null as event,
        null as value,
        null as outcome,
        null as wait_s,
        null as handle_s,
        null as queue,
        null as team,
        null as direction,
        null as reason,
        instrument,
        scale,
        score,
        words,
        0 as seq
    from told
)

select
    l.part,
    l.kind,
    l.local_at,
    coalesce(t.name, l.touchpoint_id, '') as touchpoint,
    l.channel,
    l.node,
    l.event,
    l.value,
    l.outcome,
    l.wait_s,
    l.handle_s,
    l.queue,
    l.team,
    l.direction,
    l.reason,
    l.instrument,
    l.scale,
    l.score,
    l.words,
    l.seq
from lines as l
left join touchpoint as t on l.touchpoint_id = t.touchpoint_id
order by
    case l.part when 'before' then 1 when 'contact' then 2 else 3 end asc,
    l.local_at asc,
    case l.kind when 'leg' then 1 when 'step' then 2 else 3 end asc,
    l.seq asc
