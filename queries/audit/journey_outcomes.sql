/*---
title       = "Successful outcomes of journeys"
description = """
What each journey of the current maps is to come to for its customers, by which KPI that is measured, and who owns it. One row per journey."""
kind        = "table"
params      = {}
columns     = [
    "journey_id", "journey", "customer_goal", "outcome", "outcome_kpi", "outcome_target", "owner", "owner_left", "touchpoints",
]
---*/
with places as (
    select
        s.journey_id,
        list(t.touchpoint_id order by t.touchpoint_id) as touchpoints
    from stage as s
    inner join touchpoint as t on s.stage_id = t.stage_id
    group by s.journey_id
)

select
    j.journey_id,
    j.name as journey,
    coalesce(j.customer_goal, '') as customer_goal,
    coalesce(trim(j.successful_outcome), '') as outcome,
    coalesce(trim(j.outcome_kpi), '') as outcome_kpi,
    j.outcome_target,
    coalesce(p.name, trim(j.owner), '') as owner,
    coalesce(p.state = 'left', false) as owner_left,
    coalesce(l.touchpoints, []) as touchpoints
from journey as j
left join party as p on lower(trim(j.owner)) in (lower(p.party_id), lower(p.name))
left join places as l on j.journey_id = l.journey_id
where j.version = 'current'
qualify row_number() over (partition by j.journey_id order by p.state = 'left', p.party_id) = 1
order by j.position nulls last, j.name, j.journey_id
