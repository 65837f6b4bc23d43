/*---
title       = "Contacts whose need failed"
description = """
Inbound contacts, each at its last touchpoint. Failed: given up or left undone there, said to be unresolved, or followed by the customer's next contact
within 7 days. Not known: nobody in particular, and nothing said. One row per contact."""
kind        = "pitfall"
reads       = "visits"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }
columns     = ["place", "failed", "local_at", "outcome", "resolved", "came_back", "source_table", "source_id"]

[pitfall]
of      = "needs"
order   = 3
item    = "contact"
failed  = "with a need that failed"
allowed = 20
because = "The best centres resolve 80% of needs at the first contact (SQM Group); what fails beyond a fifth is more than they let happen."
needs   = "contacts of known customers, or with an outcome"
window  = 7
---*/
with last_legs as (
    select
        contact_id,
        arg_max(touchpoint_id, started_at) as touchpoint_id,
        arg_max(outcome, started_at) as outcome,
        arg_max(interaction_id, started_at) as interaction_id,
        max(local_at) as local_at
    from interaction
    where
        local_at >= $from
        and local_at < $to
        and started_at <= $as_of
        and coalesce(direction, 'inbound') = 'inbound'
    group by contact_id
),

followed as (
    select
        contact_id,
        bool_or(coalesce(next_at <= ended_at + interval 7 days, false)) as came_back
    from visits
    where first_at >= $from
    group by contact_id
),

judged as (
    select
        l.touchpoint_id,
        l.interaction_id,
        l.local_at,
        l.outcome,
        c.resolved,
        f.came_back,
        coalesce(l.outcome in ('abandoned', 'left', 'blocked', 'not_done'), false)
        or coalesce(not c.resolved, false)
        or coalesce(f.came_back, false) as failed
    from last_legs as l
    left join contact as c on l.contact_id = c.contact_id
    left join followed as f on l.contact_id = f.contact_id
)

select
    coalesce(t.name, d.touchpoint_id) as place,
    case when d.failed or d.came_back is not null or d.resolved then d.failed end as failed,
    d.local_at,
    d.outcome,
    d.resolved,
    d.came_back,
    'interaction' as source_table,
    d.interaction_id as source_id
from judged as d
left join touchpoint as t on d.touchpoint_id = t.touchpoint_id
