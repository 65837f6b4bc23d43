/*---
title       = "Days that expected files brought"
description = "Which local days the loaded files of each expected file held. A few rows before a file's first full day, less than a twentieth of its fullest, are the day before's and left out. `begins` says whether it is the first of its batch. One row per expected file, day and batch."
kind        = "table"
params      = { since = "date" }
columns     = ["source", "pattern", "day", "batch", "begins"]
---*/
with named as (
    select
        batch,
        mapping,
        lower(regexp_replace(regexp_extract(file, '[^/]*$'), '\.gz$', '', 'i')) as file_name
    from import_batch
    where status = 'loaded' and undone_at is null
),

whole as (
    select
        batch,
        day,
        sum(n) as n
    from batch_day
    group by all
),

spilt as (
    select
        batch,
        day
    from whole
    qualify
        day = min(day) over (partition by batch)
        and 20 * n < max(n) over (partition by batch)
),

held as (
    select
        w.batch,
        w.day,
        w.day = min(w.day) over (partition by w.batch) as begins
    from whole as w
    anti join spilt as s on w.batch = s.batch and w.day = s.day
)

select
    e.source,
    e.pattern,
    h.day,
    h.batch,
    h.begins
from expected_file as e
inner join named as b on e.source = b.mapping and (e.pattern is null or b.file_name glob lower(e.pattern))
inner join held as h on b.batch = h.batch
where h.day >= $since
order by h.day, h.batch
