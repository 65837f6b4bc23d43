/*---
title = "Objectives (the product's own CSV)"
description = "What a party is targeted on: one record a party and KPI."
recognise = { name = "objectives*", header = ["party_id", "kpi"] }
optional = ["value", "target"]
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
-- A cell that a spreadsheet would run is written with a quote before it.
create macro restored(cell) as regexp_replace(cell, '^''([''=+\-@\t\r])', '\1');

create table objective as
select
    _line,
    restored(party_id) as party_id,
    restored(value) as value,
    lower(trim(kpi)) as kpi,
    target
from source;
