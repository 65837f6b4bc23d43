/*---
title       = "Transfers"
description = "Share of answered requests that were passed on. One row per answered leg whose transfers are known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "Passing on cold, or telling people to ring elsewhere, is not counted."
unit      = "percent"
direction = "lower"
guardrail = "one_contact"
window    = 0
short     = "Trans"
variant   = "answered inbound legs with one transfer or more / those whose transfers are known"
needs     = "transfers of answered legs"
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    cast(transfers > 0 as double) as value,
    started_at as final_at
from interaction
where
    outcome = 'answered'
    and transfers is not null
    and coalesce(direction, 'inbound') = 'inbound'
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
