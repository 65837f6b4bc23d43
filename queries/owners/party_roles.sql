/*---
title       = "Roles of parties"
description = "Every role that a party holds, held or will hold at a touchpoint of the current map. One row per touchpoint, party and role."
kind        = "table"
params      = {}
columns     = ["party_id", "touchpoint_id", "touchpoint", "role", "since", "until", "confirmed_at"]
---*/
select
    a.party_id,
    a.touchpoint_id,
    coalesce(t.name, a.touchpoint_id) as touchpoint,
    a.role,
    a.since,
    a.until,
    a.confirmed_at
from accountability as a
left join touchpoint as t on a.touchpoint_id = t.touchpoint_id
order by t.position nulls last, touchpoint, a.touchpoint_id, a.role, a.party_id
