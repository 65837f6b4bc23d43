/*---
title       = "Calls of an IVR"
description = """
How the calls of an IVR went and ended, or other legs with recorded steps. known_until is the last local day whose follow-up windows have closed;
back is whether the same customer began another inbound contact within 7 days of this one's end: null where he is not identified or that cannot be
known yet. frequent marks customers with more than eight contacts in the 30 days up to the call. misrouted is null unless the call was passed on and
its next leg is known. Where no steps of a call are recorded, is_recorded is false and end_state the source's own outcome (to_agent, contained) or
no_events. One row per call."""
kind        = "table"
params      = { touchpoint = "varchar", from = "timestamp", to = "timestamp", as_of = "timestamp", known_until = "date", segment = "varchar", from_hour = "integer", to_hour = "integer", version = "varchar" }
columns     = [
    "touchpoint_id", "local_at", "source_table", "source_id", "contact_id", "segment", "flow_version", "end_state", "is_recorded", "is_lost",
    "is_contained", "is_identified", "back", "frequent", "last_node", "seconds", "visits", "menus", "revisits", "auth_tried", "auth_ok",
    "offered", "accepted", "misrouted", "looped", "way",
]
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    contact_id,
    segment,
    flow_version,
    -- Without steps only what the source itself says of the call is known.
    case
        when end_state = 'no_events' and outcome in ('to_agent', 'contained') then outcome
        else end_state
    end as end_state,
    end_state <> 'no_events' as is_recorded,
    end_state in ('hangup_mid_task', 'hangup_in_menu', 'task_failed', 'system_error') as is_lost,
    coalesce(outcome = 'contained', false) as is_contained,
    contact_ended_at is not null as is_identified,
    case
        when contact_ended_at is not null and cast(local_at as date) <= $known_until
            then coalesce(back_at <= $as_of, false)
    end as back,
    coalesce(contacts_30d > 8, false) as frequent,
    last_node,
    seconds,
    visits,
    menus,
    revisits,
    auth_tried,
    auth_ok,
    offered,
    accepted,
    misrouted,
    looped,
    way
from flow_leg
where
    touchpoint_id = $touchpoint
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
    and ($segment is null or coalesce(segment, '') = $segment)
    and ($from_hour is null or hour(local_at) >= $from_hour)
    and ($to_hour is null or hour(local_at) < $to_hour)
    and ($version is null or coalesce(flow_version, '') = $version)
