/*---
title       = "What was said of actions' effects"
description = "Verdicts, disagreements and what was put on the watch by hand, without what was taken back. One row per entry, oldest first."
kind        = "table"
params      = { as_of = "timestamp" }
columns     = ["action_id", "at", "who", "event", "said", "figures"]
---*/
with undone as (
    select distinct
        action_id,
        undoes
    from action_event
    where undoes is not null
)

select
    e.action_id,
    e."at",
    coalesce(e.who, '') as who,
    e.event,
    coalesce(case when e.event = 'verdict' then e.new else e.note end, '') as said,
    coalesce(case when e.event = 'verdict' then e.note end, '') as figures
from action_event as e
left join undone as u on e.action_id = u.action_id and e.change = u.undoes
where
    e.event in ('verdict', 'disagree', 'watch', 'unwatch')
    and e.undoes is null
    and u.undoes is null
    and e."at" <= $as_of
order by e."at" asc, e.seq asc
