/*---
title       = "Cost per resolved need"
description = "Cost of the contacts of identified customers for each that ended their need. One row per contact and touchpoint that it passed through, dated by its first leg there."
kind        = "kpi"
reads       = "visits"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "ratio"
class     = "input"
because   = "It is money put in; what it bought is the need that was met."
unit      = "count"
direction = "lower"
guardrail = "csat"
window    = 7
short     = "C/Res"
variant   = "cost of the first leg there as in cost_per_contact / contacts not recorded as unresolved and not followed by another within 7 days; interval from the single days"
needs     = "cost_rate: cost by channel (mapping cost_rates), and inbound contacts of known customers"
---*/
with rates as (
    select
        channel,
        valid_from,
        coalesce(per_contact, 0) as per_contact,
        coalesce(per_minute, 0) as per_minute
    from cost_rate
),

costs as (
    select
        i.interaction_id,
        r.per_contact + r.per_minute / 60.0 * coalesce(
            i.handle_s,
            case
                when coalesce(i.talk_s, i.hold_s, i.wrap_s) is not null
                    then coalesce(i.talk_s, 0) + coalesce(i.hold_s, 0) + coalesce(i.wrap_s, 0)
            end,
            greatest(epoch(i.ended_at - i.started_at), 0),
            0
        ) as leg_cost
    from interaction as i
    asof inner join rates as r on i.channel = r.channel and cast(i.local_at as date) >= r.valid_from
    where i.local_at >= $from and i.local_at < $to
)

select
    v.touchpoint_id,
    v.first_at as local_at,
    'interaction' as source_table,
    v.first_leg as source_id,
    c.leg_cost as value,
    v.ended_at + interval 7 days as final_at,
    cast(v.resolved and not coalesce(v.next_at <= v.ended_at + interval 7 days, false) as double) as weight
from visits as v
inner join costs as c on v.first_leg = c.interaction_id
where v.first_at >= $from
