/*---
title       = "First contact resolution (FCR), by repeats"
description = """
Share of identified inbound contacts, answered by an agent, after which the customer had no need to come back within
7 days. One row per contact and touchpoint that answered it, dated by its first answered leg there."""
kind        = "kpi"
reads       = "visits"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "outcome"
because   = "The customer's later behaviour confirms that the need was met."
unit      = "percent"
direction = "higher"
guardrail = "repeat_7d"
window    = 7
main      = true
short     = "FCR"
variant   = """
repeat-based, any reason, any channel: not recorded as unresolved, and no repeat_7d, which says what counts as a repeat"""
---*/
select
    touchpoint_id,
    answered_at as local_at,
    'interaction' as source_table,
    answered_leg as source_id,
    cast(resolved and not coalesce(next_at <= ended_at + interval 7 days, false) as double) as value,
    ended_at + interval 7 days as final_at
from visits
where answered_at >= $from
