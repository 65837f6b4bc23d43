/*---
title       = "Contact rate"
description = "Inbound contacts in a month per 1,000 active customers. One row per contact, first leg at the touchpoint, of a month whose customers are known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "rate"
class     = "outcome"
because   = "Customers who need not get in touch do not; it falls, too, when the number is hidden."
unit      = "per 1,000"
direction = "lower"
guardrail = "complaint_rate"
window    = 0
short     = "CRate"
variant   = "inbound legs / (active customers of the month, all segments, x share of the month that the day is); days without a leg do not count; Poisson interval"
needs     = "customer_base: active customers by month (mapping customer_base)"
---*/
with base as (
    select
        date_trunc('month', month) as month_of,
        sum(customers) as customers
    from customer_base
    group by all
    having sum(customers) > 0
),

legs as (
    select
        touchpoint_id,
        local_at,
        interaction_id,
        started_at
    from interaction
    where
        coalesce(direction, 'inbound') = 'inbound'
        and local_at >= $from
        and local_at < $to
        and started_at <= $as_of
        and exists (select 1 from base)
),

days as (
    select
        l.touchpoint_id,
        cast(l.local_at as date) as day,
        count(*) as n
    from legs as l
    group by all
)

-- The legs of a day share its customer-months, so that the weights of a period are its customers.
select
    l.touchpoint_id,
    l.local_at,
    'interaction' as source_table,
    l.interaction_id as source_id,
    cast(1 as double) as value,
    l.started_at as final_at,
    cast(b.customers / date_part('day', last_day(d.day)) / d.n as double) as weight
from legs as l
inner join days as d on l.touchpoint_id = d.touchpoint_id and cast(l.local_at as date) = d.day
inner join base as b on date_trunc('month', d.day) = b.month_of
