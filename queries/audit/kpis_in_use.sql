/*---
title       = "Where KPIs are in use"
description = """
Each place in which a KPI is held against something: a target, a touchpoint's standard of good, a journey's successful outcome, somebody's
objective. One row per KPI and place."""
kind        = "table"
params      = { today = "date" }
columns     = ["kpi", "how", "place", "target"]
---*/
select
    t.kpi,
    'target' as how,
    coalesce(p.name, t.touchpoint_id, 'everywhere') as place,
    t.target
from kpi_target as t
left join touchpoint as p on t.touchpoint_id = p.touchpoint_id
where
    coalesce(t.valid_from, $today) <= $today
    and coalesce(t.valid_to, $today) >= $today
union all
select
    good_kpi as kpi,
    'standard of good' as how,
    name as place,
    good_threshold as target
from touchpoint
where coalesce(good_kpi, '') <> '' and touchpoint_id not like '%@desired'
union all
select
    outcome_kpi as kpi,
    'successful outcome' as how,
    name as place,
    outcome_target as target
from journey
where coalesce(outcome_kpi, '') <> '' and version = 'current'
union all
select
    o.kpi,
    'objective' as how,
    coalesce(p.name, o.party_id) as place,
    o.target
from objective as o
left join party as p on o.party_id = p.party_id
where coalesce(o.kpi, '') <> ''
order by kpi, how, place
