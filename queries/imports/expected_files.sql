/*---
title       = "Expected files"
description = "What should arrive, how often and by when, with the local day from which data of it is there and the touchpoints that it has brought. One row per source and file name pattern."
kind        = "table"
params      = {}
columns     = ["source", "pattern", "every", "due_at", "valid_from", "valid_to", "covers", "on_holidays", "data_since", "touchpoints"]
---*/
with named as (
    select
        batch,
        mapping,
        lower(regexp_replace(regexp_extract(file, '[^/]*$'), '\.gz$', '', 'i')) as file_name
    from import_batch
    where status = 'loaded' and undone_at is null
),

brought as (
    select
        e.source,
        e.pattern,
        min(d.day) as data_since,
        list_sort(list_distinct(list(d.touchpoint_id))) as touchpoints
    from expected_file as e
    inner join named as b on e.source = b.mapping and (e.pattern is null or b.file_name glob lower(e.pattern))
    inner join batch_day as d on b.batch = d.batch
    group by all
)

select
    e.source,
    e.pattern,
    coalesce(e.every, 'daily') as every,
    coalesce(e.due_at, time '23:59:00') as due_at,
    e.valid_from,
    e.valid_to,
    coalesce(e.covers, 'day before') as covers,
    coalesce(e.on_holidays, true) as on_holidays,
    b.data_since,
    coalesce(b.touchpoints, []) as touchpoints
from expected_file as e
left join brought as b on e.source = b.source and e.pattern is not distinct from b.pattern
order by e.source, e.pattern nulls first
