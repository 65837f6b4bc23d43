/*---
title       = "Time to resolution, median"
description = "Median seconds from a case's start to its end, on the customer's clock. One row per leg of a resolved case in writing."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "quantile"
quantile  = 0.5
class     = "output"
because   = "The company says when it is resolved; it is an outcome only where the customer or later behaviour confirms it."
unit      = "seconds"
direction = "lower"
guardrail = "reopen"
window    = 0
short     = "Reso"
variant   = "median of ended_at - started_at of contacts recorded as resolved, by e-mail, letter or web; pauses count; from the rows of the period, with an order-statistic interval"
needs     = "resolved and ended_at of cases by e-mail, letter or web"
---*/
-- The bounds on contact only spare reading it whole: a contact lies around its legs.
select
    i.touchpoint_id,
    i.local_at,
    'interaction' as source_table,
    i.interaction_id as source_id,
    cast(epoch(c.ended_at - c.started_at) as double) as value,
    c.ended_at as final_at
from interaction as i
inner join contact as c on i.contact_id = c.contact_id
where
    i.channel in ('email', 'letter', 'web')
    and coalesce(i.direction, 'inbound') = 'inbound'
    and i.local_at >= $from
    and i.local_at < $to
    and i.started_at <= $as_of
    and c.resolved
    and c.started_at < $to + interval 2 days
    and c.ended_at >= $from - interval 2 days
    and c.ended_at between c.started_at and $as_of
