/*---
title       = "Channel switches within 24 hours"
description = """
How often customers turn from one channel to another within 24 hours: the next leg of the path belongs to another contact on another channel
and begins at most 24 hours after this one. The IVR and the telephone are one channel. One row per pair of channels."""
kind        = "table"
reads       = "path_steps"
params      = {}
columns     = ["channel", "next_channel", "switches", "paths", "known", "back", "wait_s"]
---*/
with switches as (
    select
        path_id,
        channel,
        next_channel,
        wait_s,
        came_back
    from path_steps
    where turns and channel <> next_channel and wait_s <= 86400
),

in_path as (
    select
        path_id,
        channel,
        next_channel,
        any_value(came_back) as came_back
    from switches
    group by path_id, channel, next_channel
),

waits as (
    select
        channel,
        next_channel,
        count(*) as switches,
        median(wait_s) as wait_s
    from switches
    group by channel, next_channel
)

select
    p.channel,
    p.next_channel,
    any_value(w.switches) as switches,
    count(*) as paths,
    count(p.came_back) as known,
    cast(coalesce(sum(p.came_back), 0) as bigint) as back,
    any_value(w.wait_s) as wait_s
from in_path as p
inner join waits as w on p.channel = w.channel and p.next_channel = w.next_channel
group by p.channel, p.next_channel
order by switches desc, p.channel asc, p.next_channel asc
