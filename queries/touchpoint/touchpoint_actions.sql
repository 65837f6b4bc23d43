/*---
title       = "Actions at a touchpoint"
description = "Open actions first, then by due day. One row per action."
kind        = "table"
params      = { touchpoint = "varchar" }
columns     = ["action_id", "title", "state", "owner", "due", "verdict"]
---*/
select
    a.action_id,
    a.title,
    a.state,
    coalesce(p.name, a.owner, '') as owner,
    a.due,
    coalesce(a.verdict, '') as verdict
from action as a
left join party as p on a.owner = p.party_id
where a.touchpoint_id = $touchpoint
order by a.closed_at is not null, a.due nulls last, a.action_id
