/*---
title       = "Milestones of an action"
description = "Milestones of an action by their day. One row per milestone."
kind        = "table"
params      = { action = "varchar" }
columns     = ["milestone_id", "title", "due", "done_at"]
---*/
select
    milestone_id,
    title,
    due,
    done_at
from milestone
where action_id = $action
order by due asc nulls last, milestone_id asc
