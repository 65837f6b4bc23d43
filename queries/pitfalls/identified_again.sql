/*---
title       = "Identified, and asked to identify again"
description = """
Contacts in which the customer was identified in one leg and then went on to another. Failed: a later leg tried to identify them again. Not known: no
later leg has recorded steps. One row per contact."""
kind        = "pitfall"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }
columns     = ["place", "failed", "local_at", "later_legs", "recorded_legs", "source_table", "source_id"]

[pitfall]
of      = "personalisation"
order   = 1
item    = "contact"
items   = "contacts identified and passed on"
failed  = "asked to identify again"
allowed = 5
because = "Whoever has said who they are and is asked again has not been recognised; one in twenty leaves room for lawful second checks."
needs   = "recorded steps (auth_ok, auth_fail) of the legs after the one that identified the customer"
---*/
with identified as (
    select
        i.contact_id,
        min(i.started_at) as identified_at,
        arg_min(i.interaction_id, i.started_at) as interaction_id,
        arg_min(i.touchpoint_id, i.started_at) as touchpoint_id,
        min(i.local_at) as local_at
    from flow_leg as f
    inner join interaction as i on f.interaction_id = i.interaction_id
    where
        f.auth_ok
        and f.local_at >= $from
        and f.local_at < $to
        and i.local_at >= $from
        and i.local_at < $to
        and i.started_at <= $as_of
    group by i.contact_id
),

later as (
    select
        d.contact_id,
        count(*) as later_legs,
        count(f.interaction_id) as recorded_legs,
        coalesce(bool_or(f.auth_tried), false) as again
    from identified as d
    inner join interaction as i on d.contact_id = i.contact_id and d.identified_at < i.started_at
    left join flow_leg as f on i.interaction_id = f.interaction_id
    where i.started_at <= $as_of
    group by d.contact_id
)

select
    coalesce(t.name, d.touchpoint_id) as place,
    case when l.recorded_legs > 0 then l.again end as failed,
    d.local_at,
    l.later_legs,
    l.recorded_legs,
    'interaction' as source_table,
    d.interaction_id as source_id
from identified as d
inner join later as l on d.contact_id = l.contact_id
left join touchpoint as t on d.touchpoint_id = t.touchpoint_id
