/*---
title       = "Where KPIs are in use"
description = """
Each place in which a KPI is held against something: a target, a touchpoint's standard of good, a journey's successful outcome, somebody's
objective, an open action that the stand-up follows. An objective without a KPI goes by its words. One row per KPI and place."""
kind        = "table"
params      = { today = "date" }
columns     = ["kpi", "how", "place", "target", "touchpoint_id", "who"]
---*/
select
    t.kpi,
    'target' as how,
    coalesce(p.name, t.touchpoint_id, 'everywhere') as place,
    t.target,
    t.touchpoint_id,
    t.author as who
from kpi_target as t
left join touchpoint as p on t.touchpoint_id = p.touchpoint_id
where
    coalesce(t.valid_from, $today) <= $today
    and coalesce(t.valid_to, $today) >= $today
qualify row_number() over (partition by t.kpi, t.touchpoint_id order by t.valid_from desc nulls last) = 1
union all
select
    good_kpi as kpi,
    'standard of good' as how,
    name as place,
    good_threshold as target,
    touchpoint_id,
    null as who
from touchpoint
where coalesce(good_kpi, '') <> '' and touchpoint_id not like '%@desired'
union all
select
    outcome_kpi as kpi,
    'successful outcome' as how,
    name as place,
    outcome_target as target,
    null as touchpoint_id,
    owner as who
from journey
where coalesce(outcome_kpi, '') <> '' and version = 'current'
union all
select
    coalesce(nullif(o.kpi, ''), o.value) as kpi,
    'objective' as how,
    coalesce(p.name, o.party_id) as place,
    o.target,
    null as touchpoint_id,
    coalesce(p.name, o.party_id) as who
from objective as o
left join party as p on o.party_id = p.party_id
where coalesce(nullif(o.kpi, ''), o.value, '') <> ''
union all
select
    a.kpi,
    'stand-up' as how,
    coalesce(p.name, a.touchpoint_id, 'everywhere') as place,
    null as target,
    a.touchpoint_id,
    null as who
from action as a
left join touchpoint as p on a.touchpoint_id = p.touchpoint_id
where
    coalesce(a.kpi, '') <> ''
    and replace(lower(a.state), '_', ' ') in ('proposed', 'agreed', 'in progress', 'live', 'evaluated')
group by all
order by kpi, how, place, target, who
