/*---
title = "KPI targets (the product's own CSV)"
description = "One record a target, of a touchpoint or of all."
recognise = { name = "kpi_targets*", header = ["kpi", "target"] }
optional = ["touchpoint_id", "valid_from", "valid_to", "author"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }

[[rule]]
refuse = "lower(trim(kpi)) not in $kpis"
column = "kpi"
because = "is no KPI: `cjm kpis` lists them"

[[rule]]
refuse = """
exists (
    from $ranges
    where kpi_name = lower(trim(kpi)) and try_cast(target as double) not between least and most
)
"""
column = "target"
because = "lies beyond what the KPI can ever be"
---*/
create table kpi_target as
select
    _line,
    lower(trim(kpi)) as kpi,
    touchpoint_id,
    target,
    valid_from,
    valid_to,
    author
from source;
