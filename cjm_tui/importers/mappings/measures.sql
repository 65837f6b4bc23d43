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

[[rule]]
refuse = """
exists (
    from $ranges
    where
        kpi_name = lower(trim(kpi))
        and measure = 'proportion'
        and not coalesce(try_cast("sum" as double) between 0 and try_cast(n as double), false)
)
"""
column = "sum"
because = "is not how many of the n count: a number from 0 to n"

[[rule]]
refuse = """
exists (
    from $ranges
    where
        kpi_name = lower(trim(kpi))
        and measure = 'nps'
        and not coalesce(
            try_cast(promoters as double) + try_cast(detractors as double) <= try_cast(n as double), false
        )
)
"""
column = "promoters"
because = "promoters and detractors are needed, and together at most n"

[[rule]]
refuse = """
exists (
    from $ranges
    where
        kpi_name = lower(trim(kpi))
        and measure = 'mean'
        and try_cast("sum" as double) / nullif(try_cast(n as double), 0) not between least and most
)
"""
column = "sum"
because = "gives a mean beyond what the KPI can ever be"
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
