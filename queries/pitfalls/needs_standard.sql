/*---
title       = "Touchpoints without a standard of good"
description = "Touchpoints of the current maps; failed is one of which nobody has said what good is. One row per touchpoint."
kind        = "pitfall"
params      = {}
columns     = ["place", "failed", "touchpoint_id", "stage", "customer_need", "standard_of_good", "good_kpi", "good_threshold"]

[pitfall]
of      = "needs"
order   = 1
item    = "touchpoint"
failed  = "without a standard of good"
because = "Where nobody has said what good is, nobody can say whether the need was met."
needs   = "a map with touchpoints"
---*/
select
    t.name as place,
    coalesce(trim(t.standard_of_good), '') = '' as failed,
    t.touchpoint_id,
    s.name as stage,
    s.customer_need,
    t.standard_of_good,
    t.good_kpi,
    t.good_threshold
from touchpoint as t
inner join stage as s on t.stage_id = s.stage_id
inner join journey as j on s.journey_id = j.journey_id
where j.version = 'current'
order by failed desc nulls last, place asc
