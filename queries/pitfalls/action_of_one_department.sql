/*---
title       = "Problems of several departments with the action of one"
description = """
Open actions at touchpoints where at least two departments answer, do the work or support it today. Failed: the action names at most one
department. One row per action."""
kind        = "pitfall"
params      = { today = "date" }
columns     = ["place", "failed", "action_id", "title", "touchpoint_id", "departments_there", "departments_named"]

[pitfall]
of      = "silos"
order   = 2
item    = "open action where several departments work"
items   = "open actions where several departments work"
failed  = "with one department alone"
because = "What several departments cause, one of them cannot mend."
needs   = "open actions, and the departments that answer for their touchpoints, do the work or support it"
---*/
with there as (
    select
        a.touchpoint_id,
        p.department
    from accountability as a
    inner join party as p on a.party_id = p.party_id
    where
        a.role in ('A', 'R', 'S')
        and coalesce(a.since, $today) <= $today
        and coalesce(a.until, $today) >= $today
    union
    select
        t.touchpoint_id,
        d.department
    from stage_department as d
    inner join touchpoint as t on d.stage_id = t.stage_id
),

named as (
    select
        action_id,
        department
    from action_department
    union
    select
        action_id,
        department
    from action
    union
    select
        a.action_id,
        p.department
    from action as a
    inner join party as p on a.owner in (p.party_id, p.name)
),

places as (
    select
        touchpoint_id,
        list(distinct department order by department) as departments
    from there
    where coalesce(trim(department), '') <> ''
    group by touchpoint_id
    having count(distinct department) > 1
),

teams as (
    select
        action_id,
        list(distinct department order by department) as departments
    from named
    where coalesce(trim(department), '') <> ''
    group by action_id
)

select
    a.action_id || ' ' || a.title as place,
    coalesce(len(n.departments), 0) < 2 as failed,
    a.action_id,
    a.title,
    a.touchpoint_id,
    array_to_string(p.departments, ', ') as departments_there,
    coalesce(array_to_string(n.departments, ', '), '') as departments_named
from action as a
inner join places as p on a.touchpoint_id = p.touchpoint_id
left join teams as n on a.action_id = n.action_id
where replace(lower(a.state), '_', ' ') in ('proposed', 'agreed', 'in progress', 'live', 'evaluated')
order by failed desc nulls last, place asc
