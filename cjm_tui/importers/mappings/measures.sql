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

[[rule]]
refuse = "try_cast(n as double) < 0"
column = "n"
because = "is negative"

[[rule]]
refuse = "try_cast(promoters as double) < 0 or try_cast(detractors as double) < 0"
column = "promoters"
because = "promoters or detractors are negative"
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
