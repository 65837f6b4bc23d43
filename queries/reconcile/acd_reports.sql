/*---
title       = "Reports of the ACD that were read"
description = "Which files brought the ACD's own report, newest first; times are local. One row per batch that was not undone."
kind        = "table"
params      = { timezone = "varchar" }
columns     = ["batch", "file", "read_at", "who", "first_day", "last_day"]
---*/
with held as (
    select
        batch,
        min(day) as first_day,
        max(day) as last_day
    from batch_day
    where target = 'acd_day'
    group by batch
)

select
    b.batch,
    b.file,
    timezone($timezone, timezone('UTC', b.finished_at)) as read_at,
    coalesce(b.who, '') as who,
    h.first_day,
    h.last_day
from import_batch as b
inner join held as h on b.batch = h.batch
where b.undone_at is null
order by b.batch desc
