/*---
title       = "Open actions by touchpoint"
description = "How many actions are open. One row per touchpoint that has any."
kind        = "table"
params      = {}
columns     = ["touchpoint_id", "actions"]
---*/
select
    touchpoint_id,
    count(*) as actions
from action
where
    touchpoint_id is not null
    and replace(lower(state), '_', ' ') in ('proposed', 'agreed', 'in progress', 'live', 'evaluated')
group by touchpoint_id
