/*---
title       = "Touchpoints of the current and the desired maps"
description = "Where each touchpoint stands in each version of its journey, and by what it is judged. One row per touchpoint and version."
kind        = "table"
params      = {}
columns     = [
    "journey_id", "journey", "version", "stage", "touchpoint_id", "name", "standard_of_good", "good_kpi", "good_threshold",
]
---*/
select
    replace(j.journey_id, '@desired', '') as journey_id,
    j.name as journey,
    j.version,
    s.name as stage,
    replace(t.touchpoint_id, '@desired', '') as touchpoint_id,
    t.name,
    coalesce(t.standard_of_good, '') as standard_of_good,
    coalesce(t.good_kpi, '') as good_kpi,
    t.good_threshold
from touchpoint as t
inner join stage as s on t.stage_id = s.stage_id
inner join journey as j on s.journey_id = j.journey_id
order by j.position, j.name, j.journey_id, s.position, s.name, s.stage_id, t.position, t.name, t.touchpoint_id
