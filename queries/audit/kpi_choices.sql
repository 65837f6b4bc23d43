/*---
title       = "What the site says of KPIs"
description = "The class that the site has given a KPI, or an objective's words, and whether it is retired. One row per KPI."
kind        = "table"
params      = {}
columns     = ["kpi", "class", "retired", "why", "who", "at"]
---*/
select
    kpi,
    class,
    retired,
    coalesce(why, '') as why,
    coalesce(who, '') as who,
    "at"
from kpi_choice
order by kpi
