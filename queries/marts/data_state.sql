/*---
title       = "How far the data reaches"
description = "First and last local time of any fact that is known; null where there is none. One row."
kind        = "table"
params      = { as_of = "timestamp", today = "date" }
columns     = ["first_at", "last_at"]
---*/
with spans as (
    select
        min(local_at) as first_at,
        max(local_at) as last_at
    from interaction
    where started_at <= $as_of
    union all
    select
        min(local_at) as first_at,
        max(local_at) as last_at
    from feedback
    where "at" <= $as_of
    union all
    -- A daily total is known to the end of its day.
    select
        cast(min(day) as timestamp) as first_at,
        max(day) + interval 1 day - interval 1 second as last_at
    from measure
    where day < $today
)

select
    min(first_at) as first_at,
    max(last_at) as last_at
from spans
