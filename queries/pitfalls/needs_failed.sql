/*---
title       = "Contacts whose need failed"
description = """
Inbound contacts, each at its last touchpoint. Failed: given up or left undone there, said to be unresolved, or followed by the customer's next contact
within 7 days. Base: not failed by itself, and the same customer was there in the 7 days that ended a week before, as by chance. Not known: nobody in
particular and nothing said of it, for then only failing could be seen; no 14 days of data before. One row per contact."""
kind        = "pitfall"
reads       = "visits"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }
columns     = ["place", "failed", "base", "local_at", "outcome", "resolved", "came_back", "came_before", "source_table", "source_id"]

[pitfall]
of      = "needs"
order   = 3
item    = "contact"
failed  = "with a need that failed"
base    = "would be back by chance, as in the 7 days that ended a week before"
allowed = 20
because = "The best centres resolve 80% of needs at the first contact (SQM Group); what fails beyond a fifth is more than they let happen."
needs   = "contacts of known customers with 14 days of data before them, or said to be resolved or not"
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
        any_value(customer) as customer,
        any_value(ended_at) as ended_at,
        any_value(ended_at) - interval 7 days as week_before,
        bool_or(coalesce(next_at <= ended_at + interval 7 days, false)) as came_back
    from visits
    where first_at >= $from
    group by contact_id
),

earlier as (
    select
        hash(customer_key) as customer,
        started_at
    from contact
    where
        customer_key is not null
        and coalesce(direction, 'inbound') = 'inbound'
        and started_at > (select min(f.week_before) from followed as f) - interval 7 days
        and started_at <= (select max(f.week_before) from followed as f)
),

beginning as (
    select min(started_at) as first_known
    from contact
    where customer_key is not null and coalesce(direction, 'inbound') = 'inbound'
),

-- The week after, moved back by two: whoever comes by chance comes as often in either.
based as (
    select
        f.contact_id,
        f.came_back,
        case
            when f.week_before - interval 7 days >= b.first_known
                then coalesce(e.started_at > f.week_before - interval 7 days, false)
        end as came_before
    from followed as f
    asof left join earlier as e on f.customer = e.customer and f.week_before >= e.started_at
    cross join beginning as b
),

judged as (
    select
        l.touchpoint_id,
        l.interaction_id,
        l.local_at,
        l.outcome,
        c.resolved,
        b.came_back,
        b.came_before,
        case
            when b.contact_id is null then c.resolved is not null
            else b.came_before is not null
        end as is_known,
        coalesce(l.outcome in ('abandoned', 'left', 'blocked', 'not_done'), false)
        or coalesce(not c.resolved, false) as failed_by_itself
    from last_legs as l
    left join contact as c on l.contact_id = c.contact_id
    left join based as b on l.contact_id = b.contact_id
)

select
    coalesce(t.name, d.touchpoint_id) as place,
    case when d.is_known then d.failed_by_itself or coalesce(d.came_back, false) end as failed,
    case when d.is_known then coalesce(d.came_before, false) and not d.failed_by_itself end as base,
    d.local_at,
    d.outcome,
    d.resolved,
    d.came_back,
    d.came_before,
    'interaction' as source_table,
    d.interaction_id as source_id
from judged as d
left join touchpoint as t on d.touchpoint_id = t.touchpoint_id
