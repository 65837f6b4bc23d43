/*---
title       = "Calls of an IVR"
description = """
How the calls of an IVR went and ended, or other legs with recorded steps. known_until is the last local day whose follow-up windows have closed;
back is whether the same customer began another inbound contact within 7 days of this one's end: null where he is not identified or that cannot be
known yet. frequent marks customers with more than eight contacts in 30 days. misrouted is null unless the call was passed on and its next leg is
known. One row per call."""
kind        = "table"
params      = { touchpoint = "varchar", from = "timestamp", to = "timestamp", as_of = "timestamp", known_until = "date", segment = "varchar", from_hour = "integer", to_hour = "integer", version = "varchar" }
columns     = [
    "touchpoint_id", "local_at", "source_table", "source_id", "contact_id", "segment", "flow_version", "end_state", "is_lost",
    "is_contained", "is_identified", "back", "frequent", "last_node", "seconds", "visits", "menus", "revisits", "auth_tried", "auth_ok",
    "offered", "accepted", "misrouted", "way",
]
---*/
with calls as (
    select
        f.*,
        i.outcome,
        i.started_at
    from flow_leg as f
    inner join interaction as i on f.interaction_id = i.interaction_id
    where
        f.touchpoint_id = $touchpoint
        and f.local_at >= $from
        and f.local_at < $to
        and i.local_at >= $from
        and i.local_at < $to
        and i.started_at <= $as_of
        and ($segment is null or coalesce(f.segment, '') = $segment)
        and ($from_hour is null or hour(f.local_at) >= $from_hour)
        and ($to_hour is null or hour(f.local_at) < $to_hour)
        and ($version is null or coalesce(f.flow_version, '') = $version)
),

-- The bounds on contact only spare reading it whole: a contact lies around its legs.
near as (
    select
        contact_id,
        hash(customer_key) as customer,
        started_at,
        greatest(started_at, coalesce(ended_at, started_at)) as ended_at
    from contact
    where
        customer_key is not null
        and coalesce(direction, 'inbound') = 'inbound'
        and started_at <= $as_of
        and started_at >= $from - interval 9 days
        and started_at < $to + interval 9 days
),

often as (
    select customer
    from near
    where started_at >= $from - interval 1 day and started_at < $to + interval 1 day
    group by customer
    having count(*) * 30.0 / greatest(30, date_diff('day', $from, $to)) > 8
),

known as (
    select
        c.interaction_id,
        n.customer,
        n.ended_at,
        o.customer is not null as frequent
    from calls as c
    inner join near as n on c.contact_id = n.contact_id
    left join often as o on n.customer = o.customer
),

followed as (
    select
        k.interaction_id,
        k.frequent,
        coalesce(n.started_at <= k.ended_at + interval 7 days, false) as back
    from known as k
    asof left join near as n on k.customer = n.customer and k.ended_at < n.started_at
),

-- Legs of the same contact after the call: the first queue, and whether it passed the call on.
onward as (
    select
        c.interaction_id,
        count(distinct coalesce(i.queue, i.touchpoint_id)) > 1 or coalesce(sum(i.transfers), 0) > 0 as misrouted
    from calls as c
    inner join interaction as i
        on
            c.contact_id = i.contact_id
            and c.interaction_id <> i.interaction_id
            and c.started_at <= i.started_at
    where
        c.end_state in ('zero_out', 'designed_transfer')
        and i.local_at >= $from - interval 1 day
        and i.local_at < $to + interval 2 days
        and coalesce(i.direction, 'inbound') = 'inbound'
    group by c.interaction_id
)

select
    c.touchpoint_id,
    c.local_at,
    'interaction' as source_table,
    c.interaction_id as source_id,
    c.contact_id,
    c.segment,
    c.flow_version,
    c.end_state,
    c.end_state in ('hangup_mid_task', 'hangup_in_menu', 'task_failed', 'system_error') as is_lost,
    coalesce(c.outcome = 'contained', false) as is_contained,
    f.interaction_id is not null as is_identified,
    case when cast(c.local_at as date) <= $known_until then f.back end as back,
    coalesce(f.frequent, false) as frequent,
    c.last_node,
    c.seconds,
    c.visits,
    c.menus,
    c.revisits,
    c.auth_tried,
    c.auth_ok,
    c.offered,
    c.accepted,
    o.misrouted,
    c.way
from calls as c
left join followed as f on c.interaction_id = f.interaction_id
left join onward as o on c.interaction_id = o.interaction_id
