/*---
title       = "Arrivals of expected files"
description = "What came of each expected file: a batch is of one by its mapping and its file's name; where no mapping read it, by its name. Times are local. One row per expected file and batch."
kind        = "table"
params      = { timezone = "varchar" }
columns     = ["source", "pattern", "batch", "status", "reason", "arrived_at", "again_at", "dated"]
---*/
with named as (
    select
        batch,
        mapping,
        status,
        reason,
        finished_at,
        seen_at,
        lower(regexp_replace(regexp_extract(file, '[^/]*$'), '\.gz$', '', 'i')) as file_name
    from import_batch
    where undone_at is null
)

select
    e.source,
    e.pattern,
    b.batch,
    b.status,
    b.reason,
    timezone($timezone, timezone('UTC', b.finished_at)) as arrived_at,
    timezone($timezone, timezone('UTC', b.seen_at)) as again_at,
    b.batch in (select d.batch from batch_day as d) as dated
from expected_file as e
inner join named as b on e.source = b.mapping or (b.mapping = '' and e.pattern is not null)
where e.pattern is null or b.file_name glob lower(e.pattern)
order by b.batch
