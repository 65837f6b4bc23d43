/*---
title       = "Handled a day"
description = "Requests answered by an agent a day. One row per answered leg."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "rate"
class     = "output"
because   = "One need cut into several calls counts several times."
unit      = "count"
direction = "higher"
guardrail = "repeat_7d"
window    = 0
short     = "Hand"
variant   = "answered by an agent, inbound, per day on which there was any; Poisson interval of the count"
needs     = "outcomes that say answered, abandoned or left"
---*/
with legs as (
    select
        touchpoint_id,
        local_at,
        interaction_id,
        started_at
    from interaction
    where
        outcome = 'answered'
        and coalesce(direction, 'inbound') = 'inbound'
        and local_at >= $from
        and local_at < $to
        and started_at <= $as_of
),

days as (
    select
        touchpoint_id,
        cast(local_at as date) as day,
        count(*) as n
    from legs
    group by all
)

-- The legs of a day share its weight of one, so that the weights of a period are its days.
select
    l.touchpoint_id,
    l.local_at,
    'interaction' as source_table,
    l.interaction_id as source_id,
    cast(1 as double) as value,
    l.started_at as final_at,
    cast(1.0 / d.n as double) as weight
from legs as l
inner join days as d on l.touchpoint_id = d.touchpoint_id and cast(l.local_at as date) = d.day
