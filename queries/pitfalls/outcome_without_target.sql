/*---
title       = "Outcomes without a target"
description = """
Where an outcome KPI is in use, and journeys without an outcome KPI. Failed: it has no target, its own or the general one. An open action brings no place
of its own: what it expects is written in it. One row per place of use, and one per journey without an outcome KPI."""
kind        = "pitfall"
reads       = "kpis_in_use"
params      = { today = "date", kpis = "varchar[]", classes = "varchar[]" }
columns     = ["place", "failed", "kpi", "how", "target"]

[pitfall]
of      = "unconnected dots"
order   = 2
item    = "journey or outcome in use"
items   = "journeys and outcomes in use"
failed  = "without an outcome's target"
because = "Without a target nobody is asked to reach the outcome."
needs   = "journeys, or outcome KPIs in use"
---*/
with known as (
    select
        unnest($kpis) as kpi,
        unnest($classes) as kpi_class
),

general as (
    select
        kpi,
        min(target) as target
    from kpis_in_use
    where how = 'target' and place = 'everywhere'
    group by kpi
)

select
    u.kpi || ' at ' || u.place as place,
    coalesce(u.target, g.target) is null as failed,
    u.kpi,
    u.how,
    coalesce(u.target, g.target) as target
from kpis_in_use as u
inner join known as k on u.kpi = k.kpi
left join general as g on u.kpi = g.kpi
where k.kpi_class = 'outcome' and u.how <> 'stand-up'
union all
select
    j.name as place,
    true as failed,
    null as kpi,
    'no outcome KPI' as how,
    null as target
from journey as j
where j.version = 'current' and coalesce(trim(j.outcome_kpi), '') = ''
order by failed desc nulls last, place asc
