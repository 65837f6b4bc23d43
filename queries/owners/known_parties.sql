/*---
title       = "Parties"
description = "People, teams and departments with when the log says that they left (UTC). One row per party."
kind        = "table"
params      = {}
columns     = ["party_id", "name", "department", "kind", "state", "logins", "left_at"]
---*/
select
    p.party_id,
    p.name,
    coalesce(p.department, '') as department,
    coalesce(p.kind, 'person') as kind,
    coalesce(p.state, 'active') as state,
    coalesce(p.logins, '') as logins,
    (
        select max(c."at")
        from change_log as c
        where c.noun = 'party' and c.id = p.party_id and c.field = 'state' and c.new = 'left' and p.state = 'left'
    ) as left_at
from party as p
order by p.department nulls last, p.name, p.party_id
