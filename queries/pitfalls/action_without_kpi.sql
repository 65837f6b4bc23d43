/*---
title       = "Actions without a KPI"
description = "Open actions. Failed: no KPI of the catalogue is named, so that nobody can ever say what came of it. One row per action."
kind        = "pitfall"
params      = { kpis = "varchar[]" }
columns     = ["place", "failed", "action_id", "title", "state", "touchpoint_id", "kpi"]

[pitfall]
of      = "unconnected dots"
order   = 3
item    = "open action"
failed  = "without a KPI"
because = "What is not tied to a figure cannot be shown to have helped."
needs   = "open actions"
---*/
select
    action_id || ' ' || title as place,
    coalesce(kpi, '') not in (select unnest($kpis)) as failed,
    action_id,
    title,
    state,
    touchpoint_id,
    kpi
from action
where replace(lower(state), '_', ' ') in ('proposed', 'agreed', 'in progress', 'live', 'evaluated')
order by failed desc nulls last, place asc
