/*---
title       = "Milestones of all actions"
description = "Milestones of the actions that were not given up, by their day. One row per milestone."
kind        = "table"
params      = {}
columns     = ["milestone_id", "milestone", "due", "done_at", "action_id", "action", "state"]
---*/
select
    m.milestone_id,
    m.title as milestone,
    m.due,
    m.done_at,
    a.action_id,
    a.title as action,
    a.state
from milestone as m
inner join action as a on m.action_id = a.action_id
where a.state <> 'abandoned'
order by m.due asc nulls last, m.milestone_id asc
