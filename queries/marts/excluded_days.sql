/*---
title       = "Days left out of baselines and signals"
description = "Days of a recorded event, of incomplete data or of a holiday; without a touchpoint it is the whole site. One row per day, touchpoint and reason."
kind        = "table"
params      = { first = "date", last = "date" }
columns     = ["day", "touchpoint_id", "reason"]
---*/
with events as (
    select
        touchpoint_id,
        unnest(generate_series(greatest(first_day, $first), least(last_day, $last), interval 1 day)) as moment
    from annotation
)

select
    cast(moment as date) as day,
    touchpoint_id,
    'incident' as reason
from events
union
select
    day,
    touchpoint_id,
    'incomplete' as reason
from incomplete_day
where day between $first and $last
union
select
    day,
    null as touchpoint_id,
    'holiday' as reason
from holiday
where day between $first and $last
