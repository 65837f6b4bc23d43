/*---
title       = "Files refused and not mended"
description = "Files that were refused whole since a day, of whose name nothing was loaded later. One row per file name, the latest first; times are local."
kind        = "table"
params      = { timezone = "varchar", since = "date" }
columns     = ["file_name", "batch", "reason", "refused_at"]
---*/
with named as (
    select
        batch,
        status,
        regexp_extract(file, '[^/]*$') as file_name,
        coalesce(reason, '') as reason,
        timezone($timezone, timezone('UTC', coalesce(seen_at, finished_at))) as "at"
    from import_batch
    where undone_at is null
)

select
    file_name,
    max(batch) as batch,
    arg_max(reason, batch) as reason,
    max("at") as refused_at
from named as r
where
    status = 'refused'
    and "at" >= $since
    and not exists (
        select 1
        from named as l
        where l.status = 'loaded' and l.file_name = r.file_name and l."at" > r."at"
    )
group by file_name
order by refused_at desc, file_name asc
