/*---
title       = "Actions at touchpoints"
description = "Actions at the given touchpoints, open ones first, then by due day. One row per action."
kind        = "table"
params      = { touchpoints = "varchar[]" }
columns     = [
    "touchpoint_id", "is_open", "action_id", "title", "state", "owner", "due", "verdict", "started_at", "live_at", "closed_at",
]
---*/
select
    a.touchpoint_id,
    replace(lower(a.state), '_', ' ') in ('proposed', 'agreed', 'in progress', 'live', 'evaluated') as is_open,
    a.action_id,
    a.title,
    a.state,
    coalesce(p.name, a.owner, '') as owner,
    a.due,
    coalesce(a.verdict, '') as verdict,
    a.started_at,
    a.live_at,
    a.closed_at
from action as a
left join party as p on a.owner = p.party_id
where a.touchpoint_id in (select unnest($touchpoints))
order by is_open desc, a.due asc nulls last, a.action_id asc
