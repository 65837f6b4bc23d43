/*---
title       = "What was said, at a touchpoint or anywhere"
description = """
Answers with words of one feedback voice (customer, employee, leader), sorted by newest, worst or best; the latter two leave out
answers without a score that can be placed on its scale. Without a touchpoint those of all touchpoints; total counts them all.
One row per answer."""
kind        = "table"
params      = { touchpoint = "varchar", voice = "varchar", from = "timestamp", to = "timestamp", as_of = "timestamp", sort = "varchar", most = "integer" }
columns     = [
    "local_at", "instrument", "scale", "score", "verbatim", "voice", "height", "person", "touchpoint_id", "total",
]
---*/
-- An effort on another scale than 1-7 may be CES 1.0, which runs the other way: nobody knows its height.
with answers as (
    select
        feedback_id,
        touchpoint_id,
        customer_key,
        "at",
        local_at,
        instrument,
        coalesce(
            scale, case instrument when 'csat' then '1-5' when 'ces' then '1-7' when 'nps' then '0-10' end, ''
        ) as scale,
        score,
        verbatim,
        coalesce(voice, 'customer') as voice
    from feedback
    where
        ($touchpoint is null or touchpoint_id = $touchpoint)
        and coalesce(voice, 'customer') = $voice
        and local_at >= $from
        and local_at < $to
        and "at" <= $as_of
        and trim(verbatim) <> ''
),

ends as (
    select
        *,
        try_cast(split_part(scale, '-', 1) as double) as low,
        try_cast(split_part(scale, '-', 2) as double) as high
    from answers
),

heights as (
    select
        *,
        case
            when instrument = 'ces' and scale <> '1-7' then null
            when instrument = 'nps' and scale <> '0-10' then null
            when score between low and high and low < high then (score - low) / (high - low)
        end as height
    from ends
)

select
    local_at,
    instrument,
    scale,
    score,
    verbatim,
    voice,
    height,
    case when customer_key is null then 0 else cast(hash(customer_key) // 2 as bigint) end as person,
    coalesce(touchpoint_id, '') as touchpoint_id,
    count(*) over () as total
from heights
where $sort = 'newest' or height is not null
order by
    case $sort when 'worst' then height when 'best' then -height end asc,
    "at" desc,
    feedback_id asc
limit $most
