/*---
title       = "Definitions that a KPI has had"
description = "Every definition of a KPI that has been recorded, newest first. One row per definition."
kind        = "table"
params      = { kpi = "varchar" }
columns     = ["sql_hash", "kpi_class", "reason", "title", "sql", "valid_from", "who", "declared"]
---*/
select
    sql_hash,
    coalesce(class, '') as kpi_class,
    coalesce(reason, '') as reason,
    coalesce(title, '') as title,
    sql,
    valid_from,
    coalesce(who, '') as who,
    coalesce(declared, '') as declared
from kpi_definition
where kpi = $kpi
order by rowid desc
