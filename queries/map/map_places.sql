/*---
title       = "Where a touchpoint can stand"
description = "Every stage of every journey, the current maps before the desired ones. One row per stage; a journey without stages has one row too."
kind        = "table"
params      = {}
columns     = ["journey_id", "journey", "version", "stage_id", "stage"]
---*/
select
    j.journey_id,
    j.name as journey,
    j.version,
    s.stage_id,
    s.name as stage
from journey as j
left join stage as s on j.journey_id = s.journey_id
order by (j.version <> 'current'), j.position, j.name, j.journey_id, s.position, s.name, s.stage_id
