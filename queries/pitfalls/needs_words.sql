/*---
title       = "Touchpoints without customers' words"
description = """
Touchpoints of the current maps with how many customers said something there in the period; failed is one where nobody did. Not known while
the database has no words at all. One row per touchpoint."""
kind        = "pitfall"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }
columns     = ["place", "failed", "touchpoint_id", "stage", "words", "answers"]

[pitfall]
of      = "needs"
order   = 2
item    = "touchpoint"
failed  = "without a customer's word in the period"
because = "A need that nobody hears is guessed at."
needs   = "feedback with verbatims"
---*/
with said as (
    select
        touchpoint_id,
        count(*) filter (where trim(verbatim) <> '') as words,
        count(*) as answers
    from feedback
    where
        local_at >= $from
        and local_at < $to
        and "at" <= $as_of
        and coalesce(voice, 'customer') = 'customer'
    group by touchpoint_id
),

ever as (
    select count(*) > 0 as has_words
    from feedback
    where trim(verbatim) <> '' and coalesce(voice, 'customer') = 'customer' and "at" <= $as_of
)

select
    t.name as place,
    case when e.has_words then coalesce(w.words, 0) = 0 end as failed,
    t.touchpoint_id,
    s.name as stage,
    coalesce(w.words, 0) as words,
    coalesce(w.answers, 0) as answers
from touchpoint as t
inner join stage as s on t.stage_id = s.stage_id
inner join journey as j on s.journey_id = j.journey_id
cross join ever as e
left join said as w on t.touchpoint_id = w.touchpoint_id
where j.version = 'current'
order by failed desc nulls last, place asc
