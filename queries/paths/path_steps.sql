/*---
title       = "Steps of the paths across touchpoints"
description = """
Each leg of each path with the one that follows it: turns is whether that belongs to another contact, goes_on whether the path is longer than
its list. One row per listed leg, the paths as path_cases has them."""
kind        = "table"
reads       = "path_cases"
params      = {}
columns     = [
    "path_id", "position", "touchpoint_id", "next_id", "turns", "goes_on", "channel", "next_channel", "wait_s", "started_at", "local_at", "came_back",
    "source_table", "source_id",
]
---*/
with listed as (
    select
        path_id,
        steps,
        came_back,
        generate_subscripts(legs, 1) as place,
        unnest(legs) as leg,
        unnest(list_append(legs[2:], null)) as next_leg
    from path_cases
),

unpacked as (
    select
        path_id,
        steps,
        came_back,
        place,
        unnest(leg),  -- noqa: AL03
        struct_extract(next_leg, 'touchpoint_id') as next_id,
        struct_extract(next_leg, 'contact_id') as next_contact,
        struct_extract(next_leg, 'channel') as next_channel,
        struct_extract(next_leg, 'started_at') as next_at
    from listed
)

select
    path_id,
    place as position,
    touchpoint_id,
    next_id,
    coalesce(next_contact <> contact_id, false) as turns,
    next_contact is null and place < steps as goes_on,
    channel,
    next_channel,
    epoch(next_at - started_at) as wait_s,
    started_at,
    local_at,
    came_back,
    'interaction' as source_table,
    interaction_id as source_id
from unpacked
