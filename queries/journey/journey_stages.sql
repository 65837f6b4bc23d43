/*---
title       = "Journeys and their stages"
description = "The map as it is now, in order. One row per stage; a journey without stages has one row too."
kind        = "table"
params      = {}
columns     = ["journey_id", "journey", "customer_goal", "review_due", "stage_id", "stage", "customer_need"]
---*/
select
    j.journey_id,
    j.name as journey,
    coalesce(j.customer_goal, '') as customer_goal,
    j.review_due,
    s.stage_id,
    s.name as stage,
    coalesce(s.customer_need, '') as customer_need
from journey as j
left join stage as s on j.journey_id = s.journey_id
where j.version = 'current'
order by j.position, j.name, j.journey_id, s.position, s.name, s.stage_id
