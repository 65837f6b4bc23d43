/*---
title       = "Objectives of parties"
description = "What each party is targeted on. One row per party and KPI."
kind        = "table"
params      = {}
columns     = ["party_id", "party", "department", "value", "kpi", "target"]
---*/
select
    o.party_id,
    coalesce(p.name, o.party_id) as party,
    coalesce(nullif(p.department, ''), p.name, o.party_id) as department,
    coalesce(o.value, '') as value,
    coalesce(o.kpi, '') as kpi,
    o.target
from objective as o
left join party as p on o.party_id = p.party_id
order by department, party, kpi
