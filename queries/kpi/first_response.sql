/*---
title       = "First response, median"
description = "Median seconds to the first answer in writing. One row per answered leg of e-mail or letter whose wait is known."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "quantile"
quantile  = 0.5
class     = "output"
because   = "An automatic reply stops the clock."
unit      = "seconds"
direction = "lower"
guardrail = "time_to_resolution"
window    = 0
short     = "1stR"
variant   = "median wait_s of answered inbound legs of e-mail, letter and web; from the rows of the period, with an order-statistic interval"
needs     = "wait_s of answered e-mails, letters or web forms"
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    wait_s as value,
    started_at as final_at
from interaction
where
    outcome = 'answered'
    and channel in ('email', 'letter', 'web')
    and wait_s is not null
    and coalesce(direction, 'inbound') = 'inbound'
    and local_at >= $from
    and local_at < $to
    and started_at <= $as_of
