/*---
title       = "Opportunities"
description = "What could be better, newest first. One row per opportunity."
kind        = "table"
columns     = ["opportunity_id", "title", "touchpoint_id", "touchpoint", "who", "on_day"]
---*/
select
    o.opportunity_id,
    o.title,
    coalesce(o.touchpoint_id, '') as touchpoint_id,
    coalesce(t.name, o.touchpoint_id, '') as touchpoint,
    coalesce(o.who, '') as who,
    o."at" as on_day
from opportunity as o
left join touchpoint as t on o.touchpoint_id = t.touchpoint_id
order by o."at" desc nulls last, o.opportunity_id asc
