/*---
title       = "Departments of stages"
description = "Stages of the current maps, each with the departments that lead and support it. One row per stage and department, one for a stage without any."
kind        = "table"
params      = {}
columns     = ["journey_id", "journey", "stage_id", "stage", "department", "role"]
---*/
select
    j.journey_id,
    j.name as journey,
    s.stage_id,
    s.name as stage,
    coalesce(d.department, '') as department,
    coalesce(d.role, '') as role
from stage as s
inner join journey as j on s.journey_id = j.journey_id
left join stage_department as d on s.stage_id = d.stage_id
where j.version = 'current'
order by j.position nulls last, j.name, j.journey_id, s.position nulls last, s.name, s.stage_id, d.role, d.department
