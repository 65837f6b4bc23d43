/*---
title       = "Who is accountable at each touchpoint"
description = "Accountable parties, those of the past too. One row per party and spell at a touchpoint."
kind        = "table"
params      = { today = "date" }
columns     = ["touchpoint_id", "party", "state", "since", "until", "confirmed_at"]
---*/
select
    a.touchpoint_id,
    coalesce(p.name, a.party_id) as party,
    coalesce(p.state, 'active') as state,
    a.since,
    a.until,
    a.confirmed_at
from accountability as a
left join party as p on a.party_id = p.party_id
where a.role = 'A' and coalesce(a.since, $today) <= $today
order by a.touchpoint_id, a.since nulls first, party
