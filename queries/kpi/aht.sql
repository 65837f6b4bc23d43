/*---
title       = "Average handling time (AHT)"
description = "Mean seconds of talk, hold and after-contact work. One row per answered leg whose time is known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "mean"
class     = "output"
because   = "Calls can be cut short or passed on while customers get nothing more."
unit      = "seconds"
direction = "lower"
guardrail = "repeat_7d"
window    = 0
main      = true
short     = "AHT"
variant   = "(talk + hold + after-contact work) / answered, from the source's own handling time where it gives one; inbound only; legs without any time left out"
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    coalesce(handle_s, coalesce(talk_s, 0) + coalesce(hold_s, 0) + coalesce(wrap_s, 0)) as value,
    started_at as final_at
from interaction
where
    outcome = 'answered'
    and coalesce(handle_s, talk_s, hold_s, wrap_s) is not null
    and coalesce(direction, 'inbound') = 'inbound'
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
