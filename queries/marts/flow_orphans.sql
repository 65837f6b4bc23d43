/*---
title       = "Steps without a leg"
description = "Steps of these local days whose leg no file has brought, and how many legs they name: they count nowhere. One row per day that has some."
kind        = "table"
params      = { from = "timestamp", to = "timestamp" }
columns     = ["local_at", "steps", "legs"]
---*/
-- Nearly all steps lie close to their leg: only for the others all legs are looked through.
with near as (
    select interaction_id
    from interaction
    where local_at >= $from - interval 2 days and local_at < $to + interval 2 days
),

apart as (
    select
        e.interaction_id,
        e.local_at
    from interaction_event as e
    anti join near as n on e.interaction_id = n.interaction_id
    where e.local_at >= $from and e.local_at < $to
),

known as (
    select i.interaction_id
    from interaction as i
    semi join apart as a on i.interaction_id = a.interaction_id
)

select
    date_trunc('day', a.local_at) as local_at,
    count(*) as steps,
    count(distinct a.interaction_id) as legs
from apart as a
anti join known as k on a.interaction_id = k.interaction_id
group by date_trunc('day', a.local_at)
