/*---
title       = "Enablers of a touchpoint"
description = "The people, processes and technology behind it. One row per enabler."
kind        = "table"
params      = { touchpoint = "varchar" }
columns     = ["layer", "item"]
---*/
select
    layer,
    item
from enabler
where touchpoint_id = $touchpoint
order by instr('people process technology', layer), item
