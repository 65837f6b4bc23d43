/*---
title       = "Parties as their CSV has them"
description = "People, teams and departments, for parties.csv. One row per party."
kind        = "table"
params      = {}
columns     = ["party_id", "name", "department", "kind", "state", "logins"]
---*/
select
    party_id,
    name,
    department,
    kind,
    state,
    logins
from party
order by party_id
