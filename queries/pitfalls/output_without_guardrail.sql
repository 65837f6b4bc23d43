/*---
title       = "Output KPIs in use without their guardrail"
description = """
Output KPIs in use. Failed: no guardrail is known, or nobody is held to it, for it is not in use itself. One row per KPI."""
kind        = "pitfall"
reads       = "kpis_in_use"
params      = { today = "date", kpis = "varchar[]", classes = "varchar[]", guardrails = "varchar[]" }
columns     = ["place", "failed", "guardrail", "used"]

[pitfall]
of      = "unconnected dots"
order   = 1
item    = "output KPI in use"
items   = "output KPIs in use"
failed  = "without a guardrail in use"
because = "An output that is watched alone can be met at the customer's cost."
needs   = "output KPIs with a target, a place on the map or in an objective"
---*/
with known as (
    select
        unnest($kpis) as kpi,
        unnest($classes) as kpi_class,
        unnest($guardrails) as guardrail
)

select
    k.kpi as place,
    coalesce(k.guardrail, '') = '' or k.guardrail not in (select g.kpi from kpis_in_use as g) as failed,
    k.guardrail,
    string_agg(u.how || ': ' || u.place, '; ' order by u.how, u.place) as used
from kpis_in_use as u
inner join known as k on u.kpi = k.kpi
where k.kpi_class = 'output'
group by k.kpi, k.guardrail
order by failed desc nulls last, place asc
