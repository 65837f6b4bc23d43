/*---
title       = "Contacts handed from department to department"
description = """
Contacts whose legs lie at touchpoints that departments answer for today. Failed: one leg's department is another than that of the leg before. Not known: of
several legs one has no department, and no hand-off is seen. One row per contact with a department."""
kind        = "pitfall"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp", today = "date" }
columns     = ["place", "failed", "local_at", "legs", "departments", "source_table", "source_id"]

[pitfall]
of      = "silos"
order   = 1
item    = "contact"
failed  = "handed from one department to another"
allowed = 10
because = "At each hand-off the customer begins anew; one in ten is our own line, for no standard has one."
needs   = "owners with a department, and contacts at their touchpoints"
---*/
with owned as (
    select
        a.touchpoint_id,
        min(p.department) as department
    from accountability as a
    inner join party as p on a.party_id = p.party_id
    where
        a.role = 'A'
        and coalesce(a.since, $today) <= $today
        and coalesce(a.until, $today) >= $today
        and coalesce(p.department, '') <> ''
    group by a.touchpoint_id
),

legs as (
    select
        i.contact_id,
        i.interaction_id,
        i.local_at,
        i.started_at,
        o.department,
        lag(o.department) over (partition by i.contact_id order by i.started_at, i.interaction_id) as previous
    from interaction as i
    left join owned as o on i.touchpoint_id = o.touchpoint_id
    where
        i.local_at >= $from
        and i.local_at < $to
        and i.started_at <= $as_of
        and coalesce(i.direction, 'inbound') = 'inbound'
),

contacts as (
    select
        contact_id,
        min(local_at) as local_at,
        arg_min(interaction_id, started_at) as interaction_id,
        count(*) as legs,
        count(department) as known,
        list(distinct department order by department) filter (where department is not null) as departments,
        arg_min(previous || ' to ' || department, started_at) filter (where previous <> department) as handed
    from legs
    group by contact_id
    having count(department) > 0
)

select
    coalesce(handed, departments[1]) as place,
    case
        when handed is not null then true
        when known = legs then false
    end as failed,
    local_at,
    legs,
    array_to_string(departments, ', ') as departments,
    'interaction' as source_table,
    interaction_id as source_id
from contacts
