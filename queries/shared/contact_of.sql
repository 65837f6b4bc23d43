/*---
title       = "The contact of a counted row"
description = """
The contact to which a leg, an answer or an invitation belongs, or the contact itself; source_table '' means whichever has the id. An answer or an
invitation about no contact stands for itself. Times are UTC but for local_at. One row, or none where there is no such id."""
kind        = "table"
params      = { source_table = "varchar", source_id = "varchar" }
columns     = [
    "contact_id", "customer", "direction", "reason", "segment", "resolved", "local_at", "started_at", "ended_at", "feedback_id", "invitation_id",
]
---*/
with found as (
    select
        1 as place,
        contact_id,
        customer_key,
        started_at,
        coalesce(ended_at, started_at) as ended_at,
        local_at,
        null as feedback_id,
        null as invitation_id
    from interaction
    where $source_table in ('', 'interaction', 'path') and interaction_id = $source_id
    union all
    select
        2 as place,
        contact_id,
        customer_key,
        "at" as started_at,
        "at" as ended_at,
        local_at,
        feedback_id,
        null as invitation_id
    from feedback
    where $source_table in ('', 'feedback') and feedback_id = $source_id
    union all
    select
        3 as place,
        contact_id,
        customer_key,
        "at" as started_at,
        "at" as ended_at,
        local_at,
        null as feedback_id,
        invitation_id
    from invitation
    where $source_table in ('', 'invitation') and invitation_id = $source_id
    union all
    select
        4 as place,
        contact_id,
        customer_key,
        started_at,
        coalesce(ended_at, started_at) as ended_at,
        local_at,
        null as feedback_id,
        null as invitation_id
    from contact
    where $source_table in ('', 'contact') and contact_id = $source_id
    order by place
    limit 1
)

select
    f.contact_id,
    coalesce(c.customer_key, f.customer_key) as customer,
    c.direction,
    nullif(c.reason, '') as reason,
    nullif(c.segment, '') as segment,
    c.resolved,
    coalesce(c.local_at, f.local_at) as local_at,
    coalesce(c.started_at, f.started_at) as started_at,
    coalesce(c.ended_at, f.ended_at) as ended_at,
    f.feedback_id,
    f.invitation_id
from found as f
left join contact as c on f.contact_id = c.contact_id
