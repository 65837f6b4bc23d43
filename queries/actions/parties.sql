/*---
title       = "Parties"
description = "People, teams and departments that can answer for something. One row per party."
kind        = "table"
columns     = ["party_id", "name", "department", "kind", "has_left"]
---*/
select
    party_id,
    name,
    coalesce(department, '') as department,
    coalesce(lower(kind), 'person') as kind,
    coalesce(lower(state) = 'left', false) as has_left
from party
order by name, party_id
