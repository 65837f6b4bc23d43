/*---
title       = "Survey response rate"
description = """
Share of survey invitations that a customer answered within 7 days. One row per invitation that names its contact or its
customer."""
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "data quality"
because   = "It says how far the answers can speak for those who did not answer, and nothing of what was done for them."
unit      = "percent"
direction = "higher"
window    = 7
main      = true
short     = "Resp"
variant   = """
a customer's answer about the same touchpoint with the instrument that the invitation names (any if it names none), at most
7 x 24 hours after it: of the same contact, or of the same customer where either names no contact; an answer counts for the
latest invitation before it only, with or without a score; invitations that name neither contact nor customer are left out"""
---*/
-- Invitations up to 7 days after the last day may be what an answer belongs to instead.
with invitations as (
    select
        invitation_id,
        touchpoint_id,
        contact_id,
        customer_key,
        instrument,
        local_at,
        "at"
    from invitation
    where
        (contact_id is not null or customer_key is not null)
        and local_at >= $from
        and local_at < $to + interval 9 days
        and "at" <= $as_of
),

answers as (
    select
        feedback_id,
        touchpoint_id,
        contact_id,
        customer_key,
        instrument,
        "at"
    from feedback
    where
        coalesce(voice, 'customer') = 'customer'
        and (contact_id is not null or customer_key is not null)
        and local_at >= $from - interval 1 day
        and local_at < $to + interval 9 days
        and "at" <= $as_of
),

matches as (
    select
        a.feedback_id,
        i.invitation_id,
        i."at"
    from answers as a
    inner join invitations as i on a.contact_id = i.contact_id and a.touchpoint_id = i.touchpoint_id
    where
        a."at" between i."at" and i."at" + interval 7 days
        and coalesce(i.instrument = a.instrument, true)
    union all
    select
        a.feedback_id,
        i.invitation_id,
        i."at"
    from answers as a
    inner join invitations as i on a.customer_key = i.customer_key and a.touchpoint_id = i.touchpoint_id
    where
        (a.contact_id is null or i.contact_id is null)
        and a."at" between i."at" and i."at" + interval 7 days
        and coalesce(i.instrument = a.instrument, true)
),

answered as (
    select distinct arg_max(invitation_id, ("at", invitation_id)) over (partition by feedback_id) as invitation_id
    from matches
)

select
    i.touchpoint_id,
    i.local_at,
    'invitation' as source_table,
    i.invitation_id as source_id,
    cast(a.invitation_id is not null as double) as value,
    i."at" + interval 7 days as final_at
from invitations as i
left join answered as a on i.invitation_id = a.invitation_id
where i.local_at < $to
