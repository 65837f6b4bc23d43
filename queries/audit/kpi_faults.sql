/*---
title       = "KPIs of the site's own that cannot be counted"
description = "What DuckDB says of a definition that fails on the data; nothing where it is to be tried again. One row per definition."
kind        = "table"
params      = {}
columns     = ["kpi", "sql_hash", "reason"]
---*/
select
    kpi,
    sql_hash,
    reason
from kpi_fault
order by kpi
