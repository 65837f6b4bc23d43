/*---
title       = "Touchpoints of the map, and those that are not placed on it"
description = "Every touchpoint with its standard of good, and whether steps of its legs are recorded; a null stage is not placed. One row per touchpoint."
kind        = "table"
params      = {}
columns     = [
    "touchpoint_id", "name", "channel", "stage_id", "moment_of_truth", "standard_of_good", "good_kpi",
    "good_threshold", "good_author", "good_set_at", "has_steps",
]
---*/
with stages as (
    select
        s.stage_id,
        j.version = 'current' as is_current
    from stage as s
    inner join journey as j on s.journey_id = j.journey_id
),

walked as (
    select distinct touchpoint_id
    from flow_leg
    where visits > 0
)

select
    t.touchpoint_id,
    t.name,
    coalesce(t.channel, '') as channel,
    s.stage_id,
    coalesce(t.moment_of_truth, false) as moment_of_truth,
    coalesce(t.standard_of_good, '') as standard_of_good,
    coalesce(t.good_kpi, '') as good_kpi,
    t.good_threshold,
    coalesce(t.good_author, '') as good_author,
    t.good_set_at,
    w.touchpoint_id is not null as has_steps
from touchpoint as t
left join stages as s on t.stage_id = s.stage_id
left join walked as w on t.touchpoint_id = w.touchpoint_id
where coalesce(s.is_current, true)
order by t.position, t.name, t.touchpoint_id
