/*---
title       = "Cost per contact"
description = "Mean cost of a leg by the rates of its channel. One row per leg whose channel has a rate."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "mean"
class     = "output"
because   = "It falls when one need is cut into several cheap contacts."
unit      = "count"
direction = "lower"
guardrail = "cost_per_need"
window    = 0
short     = "Cost"
variant   = "per_contact + per_minute x minutes handled (else start to end), by the channel's rate in force; in the currency of cost_rate"
needs     = "cost_rate: cost by channel (mapping cost_rates)"
---*/
with rates as (
    select
        channel,
        valid_from,
        coalesce(per_contact, 0) as per_contact,
        coalesce(per_minute, 0) as per_minute
    from cost_rate
)

select
    i.touchpoint_id,
    i.local_at,
    'interaction' as source_table,
    i.interaction_id as source_id,
    r.per_contact + r.per_minute / 60.0 * coalesce(
        i.handle_s,
        case
            when coalesce(i.talk_s, i.hold_s, i.wrap_s) is not null
                then coalesce(i.talk_s, 0) + coalesce(i.hold_s, 0) + coalesce(i.wrap_s, 0)
        end,
        greatest(epoch(i.ended_at - i.started_at), 0),
        0
    ) as value,
    i.started_at as final_at
from interaction as i
asof inner join rates as r on i.channel = r.channel and cast(i.local_at as date) >= r.valid_from
where
    coalesce(i.direction, 'inbound') = 'inbound'
    and i.local_at >= $from
    and i.local_at < $to
    and i.started_at <= $as_of
