/*---
title       = "Days that a source left incomplete"
description = "Why a day of a source is incomplete. One row per day, source and touchpoint."
kind        = "table"
params      = { today = "date" }
columns     = ["day", "source", "touchpoint_id", "reason"]
---*/
select
    day,
    source,
    touchpoint_id,
    reason
from incomplete_day
where day <= $today
order by day, source, touchpoint_id
