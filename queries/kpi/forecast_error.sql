/*---
title       = "Forecast error"
description = "Absolute differences between offered and forecast, as a share of the offered. One row per interval of the forecast."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "ratio"
class     = "output"
because   = "A forecast can be met by turning callers away."
unit      = "percent"
direction = "lower"
guardrail = "service_level"
window    = 0
short     = "FErr"
variant   = "sum of |offered - forecast| / sum of offered, per interval of the forecast, which lasts to the touchpoint's next, or to the end of the day; interval from the single days"
needs     = "forecast: contacts by touchpoint and interval (mapping forecasts)"
---*/
with intervals as (
    select
        touchpoint_id,
        "at",
        local_at,
        contacts,
        coalesce(
            lead("at") over (partition by touchpoint_id, cast(local_at as date) order by "at"),
            "at" + (date_trunc('day', local_at) + interval 1 day - local_at)
        ) as until
    from forecast
    where local_at >= $from and local_at < $to
),

offered as (
    select
        touchpoint_id,
        started_at
    from interaction
    where
        outcome in ('answered', 'abandoned', 'left')
        and coalesce(direction, 'inbound') = 'inbound'
        and local_at >= $from - interval 1 day
        and local_at < $to + interval 1 day
        and started_at <= $as_of
),

matched as (
    select
        i.touchpoint_id,
        i."at",
        i.local_at,
        i.until,
        any_value(i.contacts) as contacts,
        count(o.started_at) as n
    from intervals as i
    left join offered as o on i.touchpoint_id = o.touchpoint_id and i."at" <= o.started_at and i.until > o.started_at
    where i.until <= $as_of
    group by i.touchpoint_id, i."at", i.local_at, i.until
)

select
    touchpoint_id,
    local_at,
    'forecast' as source_table,
    cast("at" as varchar) as source_id,
    cast(abs(n - contacts) as double) as value,
    until as final_at,
    cast(n as double) as weight
from matched
