/*---
title       = "Propositions"
description = "The opportunities that were chosen, newest first. One row per proposition."
kind        = "table"
columns     = ["proposition_id", "title", "opportunity_id", "opportunity", "who", "on_day"]
---*/
select
    p.proposition_id,
    p.title,
    coalesce(p.opportunity_id, '') as opportunity_id,
    coalesce(o.title, '') as opportunity,
    coalesce(p.who, '') as who,
    p."at" as on_day
from proposition as p
left join opportunity as o on p.opportunity_id = o.opportunity_id
order by p."at" desc nulls last, p.proposition_id asc
