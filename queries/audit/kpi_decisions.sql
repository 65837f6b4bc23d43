/*---
title       = "What people have decided about a KPI"
description = "Each change of a KPI's class, and of whether it is retired, newest first. One row per change."
kind        = "table"
params      = { kpi = "varchar" }
columns     = ["at", "who", "field", "old_value", "new_value", "why"]
---*/
select
    "at",
    coalesce(who, '') as who,
    field,
    coalesce(old, '') as old_value,
    coalesce(new, '') as new_value,
    coalesce(why, '') as why
from change_log
where noun = 'kpi_choice' and id = $kpi
order by "at" desc, rowid desc
