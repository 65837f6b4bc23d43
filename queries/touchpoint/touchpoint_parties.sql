/*---
title       = "Accountability at a touchpoint"
description = "Parties with a role there, those of the past last. One row per party, role and spell."
kind        = "table"
params      = { touchpoint = "varchar", today = "date" }
columns     = ["role", "name", "department", "state", "since", "until", "confirmed_at"]
---*/
select
    a.role,
    coalesce(p.name, a.party_id) as name,
    coalesce(p.department, '') as department,
    coalesce(p.state, 'active') as state,
    a.since,
    a.until,
    a.confirmed_at
from accountability as a
left join party as p on a.party_id = p.party_id
where a.touchpoint_id = $touchpoint
order by
    coalesce(a.until <= $today, false),
    instr('ARSCI', a.role),
    a.since,
    name
