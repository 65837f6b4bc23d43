/*---
title       = "Calls behind a line of the ACD's report"
description = "Requests for an agent that started on a local day or within six hours of it, at a queue, a touchpoint or the whole site: what to look at where a difference is not explained. One row per leg."
kind        = "table"
params      = { as_of = "timestamp", day = "date", place_kind = "varchar", place = "varchar" }
columns     = ["local_at", "on_day", "queue", "touchpoint_id", "direction", "outcome", "wait_s", "talk_s", "hold_s", "wrap_s", "handle_s", "transfers", "leg", "contact_id", "interaction_id"]
---*/
with leg as (
    select
        i.*,
        row_number() over (
            partition by i.contact_id
            order by i.started_at, i.interaction_id
        ) as leg
    from interaction as i
    where
        i.outcome in ('answered', 'abandoned', 'left')
        and i.local_at >= $day - interval 1 day
        and i.local_at < $day + interval 2 days
        and i.started_at <= $as_of
)

select
    l.local_at,
    cast(l.local_at as date) = $day as on_day,
    l.queue,
    l.touchpoint_id,
    coalesce(l.direction, 'inbound') as direction,
    l.outcome,
    l.wait_s,
    l.talk_s,
    l.hold_s,
    l.wrap_s,
    l.handle_s,
    coalesce(l.transfers, 0) as transfers,
    l.leg,
    l.contact_id,
    l.interaction_id
from leg as l
left join touchpoint as t on l.touchpoint_id = t.touchpoint_id
where
    l.local_at >= $day - interval 6 hours
    and l.local_at < $day + interval 30 hours
    and (
        $place_kind = 'site'
        or ($place_kind = 'queue' and lower(trim(l.queue)) = lower(trim($place)))
        or (
            $place_kind = 'touchpoint'
            and lower(trim($place)) in (lower(trim(l.touchpoint_id)), lower(trim(t.name)))
        )
    )
order by l.local_at, l.interaction_id
