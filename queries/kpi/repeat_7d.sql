/*---
title       = "Repeat within 7 days"
description = """
Share of identified inbound contacts after which the customer got in touch again within 7 days.
One row per contact and touchpoint that it passed through, dated by its first leg there."""
kind        = "kpi"
reads       = "visits"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "outcome"
because   = "The customer's later behaviour says that the need was not met the first time."
unit      = "percent"
direction = "lower"
guardrail = "csat"
window    = 7
main      = true
short     = "Rep7"
variant   = """
any reason, any channel; a different inbound contact that starts after the end of this one and at most 7 x 24 hours
later; one that overlaps this one is no repeat of it; outbound contacts and callbacks never count"""
---*/
select
    touchpoint_id,
    first_at as local_at,
    'interaction' as source_table,
    first_leg as source_id,
    cast(coalesce(next_at <= ended_at + interval 7 days, false) as double) as value,
    ended_at + interval 7 days as final_at
from visits
where first_at >= $from
