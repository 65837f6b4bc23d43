/*---
title       = "Where people go from touchpoint to touchpoint"
description = """
How often each touchpoint is followed by each other one, in the same contact or by a turn to another one; a null next_id is the end of the
path, or with goes_on the end of its list. One row per pair, turn and end."""
kind        = "table"
reads       = "path_steps"
params      = {}
columns     = ["touchpoint_id", "next_id", "turns", "goes_on", "visits", "paths", "known", "back", "wait_s"]
---*/
with in_path as (
    select
        path_id,
        touchpoint_id,
        next_id,
        turns,
        goes_on,
        count(*) as visits,
        any_value(came_back) as came_back
    from path_steps
    group by path_id, touchpoint_id, next_id, turns, goes_on
),

waits as (
    select
        touchpoint_id,
        next_id,
        turns,
        median(wait_s) as wait_s
    from path_steps
    where next_id is not null
    group by touchpoint_id, next_id, turns
),

moves as (
    select
        touchpoint_id,
        next_id,
        turns,
        goes_on,
        cast(sum(visits) as bigint) as visits,
        count(*) as paths,
        count(came_back) as known,
        cast(coalesce(sum(came_back), 0) as bigint) as back
    from in_path
    group by touchpoint_id, next_id, turns, goes_on
)

select
    m.touchpoint_id,
    m.next_id,
    m.turns,
    m.goes_on,
    m.visits,
    m.paths,
    m.known,
    m.back,
    w.wait_s
from moves as m
left join waits as w on m.touchpoint_id = w.touchpoint_id and m.next_id = w.next_id and m.turns = w.turns
order by m.visits desc, m.touchpoint_id asc, m.next_id asc, m.turns asc
