/*---
title       = "Days that a batch touches"
description = "How many rows a file held of each local day, of the table of which it held most. One row per day."
kind        = "table"
params      = { batch = "integer" }
columns     = ["day", "n"]
---*/
with whole as (
    select
        target,
        sum(n) as n
    from batch_day
    where batch = $batch
    group by target
),

main as (
    select target
    from whole
    order by n desc, target asc
    limit 1
)

select
    d.day,
    cast(sum(d.n) as bigint) as n
from batch_day as d
semi join main as m on d.target = m.target
where d.batch = $batch
group by d.day
order by d.day
