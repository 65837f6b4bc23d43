/*---
title       = "Definitions of KPIs in force"
description = "The definition of each KPI that was recorded last. One row per KPI."
kind        = "table"
params      = {}
columns     = ["kpi", "sql_hash", "valid_from", "who", "definitions"]
---*/
select
    kpi,
    arg_max(sql_hash, rowid) as sql_hash,
    arg_max(valid_from, rowid) as valid_from,
    coalesce(arg_max(who, rowid), '') as who,
    count(*) as definitions
from kpi_definition
group by kpi
order by kpi
