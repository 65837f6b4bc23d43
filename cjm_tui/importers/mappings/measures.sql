/*---
title = "Daily measures (the product's own CSV)"
description = "Figures that exist only as daily totals, with what their interval needs."
recognise = { name = "measures*", header = ["kpi", "touchpoint_id", "day", "n"] }
optional = ["sum", "sum_sq", "promoters", "detractors", "weight"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }

[[rule]]
refuse = "lower(trim(kpi)) not in $kpis"
column = "kpi"
because = "is no KPI: `cjm kpis` lists them"
---*/
create table measure as
select
    _line,
    lower(trim(kpi)) as kpi,
    touchpoint_id,
    day,
    n,
    "sum",
    sum_sq,
    promoters,
    detractors,
    weight
from source;
