/*---
title       = "Who has said something at a touchpoint"
description = """
How many answers each feedback voice gave at a touchpoint, with words and with a score on the instrument's own scale, and what the
interval of that score needs; customers, employees and leaders are never added up. One row per voice and instrument."""
kind        = "table"
params      = { touchpoint = "varchar", from = "timestamp", to = "timestamp", as_of = "timestamp" }
columns     = ["voice", "instrument", "answers", "with_words", "n", "sum", "sum_sq", "promoters", "detractors"]
---*/
-- The rules of the KPIs csat, ces and nps, which count customers only, for each voice apart.
with answers as (
    select
        coalesce(voice, 'customer') as voice,
        instrument,
        score,
        verbatim,
        coalesce(
            scale, case instrument when 'csat' then '1-5' when 'ces' then '1-7' when 'nps' then '0-10' end, ''
        ) as scale
    from feedback
    where
        touchpoint_id = $touchpoint
        and local_at >= $from
        and local_at < $to
        and "at" <= $as_of
),

ends as (
    select
        *,
        try_cast(split_part(scale, '-', 1) as double) as low,
        try_cast(split_part(scale, '-', 2) as double) as high
    from answers
),

valued as (
    select
        *,
        case
            when not coalesce(score between low and high, false) then null
            when instrument = 'csat' and high - low >= 3 then cast(score >= high - 1 as double)
            when instrument = 'ces' and scale = '1-7' then score
            when instrument = 'nps' and scale = '0-10' then score
        end as counted
    from ends
)

select
    voice,
    instrument,
    count(*) as answers,
    count(*) filter (where trim(verbatim) <> '') as with_words,
    count(counted) as n,
    coalesce(sum(counted), 0) as "sum",
    coalesce(sum(counted * counted), 0) as sum_sq,
    count(*) filter (where instrument = 'nps' and counted >= 9) as promoters,
    count(*) filter (where instrument = 'nps' and counted <= 6) as detractors
from valued
group by voice, instrument
order by instr('customer employee leader', voice), voice, instrument
