/*---
title       = "Legs and how they ended"
description = """
One row per inbound leg of these local days that left steps, or belongs to an IVR, with the one state in which it ended
(docs/ivr.md says by which rules) and what its customer did then. back_at is the first inbound contact that he began after this one's end, within 7
days of it; contacts_30d are his inbound contacts of the 30 days up to this one, itself included; both only where he is known, as contact_ended_at is.
Made of flow_visit; the roll-up keeps these rows in flow_leg."""
kind        = "table"
params      = { from = "timestamp", to = "timestamp" }
columns     = [
    "interaction_id", "contact_id", "touchpoint_id", "channel", "local_at", "segment", "flow_version", "end_state", "last_node", "seconds",
    "visits", "menus", "revisits", "again", "asked", "transferred", "target_queue", "auth_tried", "auth_ok", "task_begun", "task_done", "offered",
    "accepted", "way", "started_at", "outcome", "contact_ended_at", "back_at", "contacts_30d", "misrouted", "looped",
]
---*/
with counted as (
    select
        interaction_id,
        node,
        count(*) - 1 as revisits
    from flow_visit
    where local_at >= $from and local_at < $to
    group by interaction_id, node
),

revisited as (
    select
        interaction_id,
        max(revisits) as revisits,
        list(node order by node) filter (revisits > 1) as looped
    from counted
    group by interaction_id
),

walked as (
    select
        interaction_id,
        any_value(end_state) as end_state,
        count(*) as visits,
        count(distinct node) filter (node_type = 'menu') as menus,
        sum(again) as again,
        arg_min("at", visit) as begun_at,
        arg_max("at", visit) as last_at,
        arg_max(dwell_s, visit) filter (is_last) as last_s,
        arg_max(node, visit) as last_node,
        bool_or(asked) as asked,
        bool_or(transferred) as transferred,
        arg_max(target_queue, visit) as target_queue,
        bool_or(auth_tried) as auth_tried,
        bool_or(auth_ok) as auth_ok,
        bool_or(task_begun) as task_begun,
        bool_or(task_done) as task_done,
        bool_or(offered) as offered,
        bool_or(accepted) as accepted,
        any_value(flow_version) as flow_version,
        string_agg(node, chr(31) order by visit) filter (visit <= 100) as way
    from flow_visit
    where local_at >= $from and local_at < $to
    group by interaction_id
),

legs as (
    select
        i.interaction_id,
        i.contact_id,
        i.touchpoint_id,
        i.channel,
        i.started_at,
        i.ended_at,
        i.local_at,
        i.segment,
        i.outcome,
        i.flow_version as own_version,
        w.* exclude (w.interaction_id)
    from interaction as i
    left join walked as w on i.interaction_id = w.interaction_id
    where
        i.touchpoint_id is not null
        and coalesce(i.direction, 'inbound') = 'inbound'
        and i.local_at >= $from
        and i.local_at < $to
        and (w.interaction_id is not null or i.channel = 'ivr')
),

-- The bounds on contact only spare reading it whole: a contact lies around its legs.
known as (
    select
        l.interaction_id,
        k.contact_id,
        hash(k.customer_key) as customer,
        k.started_at as begun_at,
        greatest(k.started_at, coalesce(k.ended_at, k.started_at)) as ended_at
    from legs as l
    inner join contact as k on l.contact_id = k.contact_id
    where
        k.customer_key is not null
        and coalesce(k.direction, 'inbound') = 'inbound'
        and k.started_at < $to + interval 2 days
        and (k.ended_at is null or k.ended_at >= $from - interval 2 days)
),

around as (
    select
        contact_id,
        hash(customer_key) as customer,
        started_at
    from contact
    where
        customer_key is not null
        and coalesce(direction, 'inbound') = 'inbound'
        and started_at >= (select min(k.begun_at) from known as k) - interval 30 days
        and started_at <= (select max(k.ended_at) from known as k) + interval 7 days
),

often as (
    select
        contact_id,
        count(*) over (
            partition by customer order by started_at range between interval 30 days preceding and current row
        ) as contacts_30d
    from around
),

-- Each call with the first contact that the same customer began after its contact's end.
followed as (
    select
        k.interaction_id,
        k.ended_at,
        o.contacts_30d,
        case when a.started_at <= k.ended_at + interval 7 days then a.started_at end as back_at
    from known as k
    inner join often as o on k.contact_id = o.contact_id
    asof left join around as a on k.customer = a.customer and k.ended_at < a.started_at
),

-- Legs of the same contact after the call: the first queue, and whether it passed the call on.
onward as (
    select
        l.interaction_id,
        count(distinct coalesce(i.queue, i.touchpoint_id)) > 1 or coalesce(sum(i.transfers), 0) > 0 as misrouted
    from legs as l
    inner join interaction as i
        on
            l.contact_id = i.contact_id
            and l.interaction_id <> i.interaction_id
            and l.started_at <= i.started_at
    where
        (l.end_state in ('zero_out', 'designed_transfer') or (l.end_state is null and l.outcome = 'to_agent'))
        and i.local_at >= $from - interval 1 day
        and i.local_at < $to + interval 2 days
        and coalesce(i.direction, 'inbound') = 'inbound'
    group by l.interaction_id
)

select
    l.interaction_id,
    l.contact_id,
    l.touchpoint_id,
    l.channel,
    l.local_at,
    l.segment,
    coalesce(l.flow_version, l.own_version) as flow_version,
    coalesce(l.end_state, 'no_events') as end_state,
    l.last_node,
    case
        when l.visits = 1 then l.last_s
        when l.last_at >= l.begun_at then epoch(l.last_at - l.begun_at) + coalesce(l.last_s, 0)
        when l.visits is null and l.ended_at >= l.started_at then epoch(l.ended_at - l.started_at)
    end as seconds,
    coalesce(l.visits, 0)::integer as visits,
    coalesce(l.menus, 0)::integer as menus,
    coalesce(r.revisits, 0)::integer as revisits,
    coalesce(l.again, 0)::integer as again,
    l.asked,
    l.transferred,
    l.target_queue,
    l.auth_tried,
    l.auth_ok,
    l.task_begun,
    l.task_done,
    l.offered,
    l.accepted,
    l.way,
    l.started_at,
    l.outcome,
    f.ended_at as contact_ended_at,
    f.back_at,
    f.contacts_30d::integer as contacts_30d,
    o.misrouted,
    r.looped
from legs as l
left join revisited as r on l.interaction_id = r.interaction_id
left join followed as f on l.interaction_id = f.interaction_id
left join onward as o on l.interaction_id = o.interaction_id
