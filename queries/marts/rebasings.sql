/*---
title       = "Re-basings"
description = "Recorded decisions that a baseline begins anew, as far as they were known. One row per decision, oldest first."
kind        = "table"
params      = { as_of = "timestamp" }
columns     = ["kpi", "touchpoint_id", "from_day", "who", "why", "at"]
---*/
select
    kpi,
    touchpoint_id,
    from_day,
    who,
    why,
    "at"
from rebase
where "at" <= $as_of
order by "at"
