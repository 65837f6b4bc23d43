/*---
title       = "Why rows are in quarantine"
description = "Rows that were refused and not corrected since, of batches that were not undone, by column and reason without the cell's own value. One row per reason, the most frequent first."
kind        = "table"
params      = { timezone = "varchar" }
columns     = ["column_name", "reason", "n", "files", "newest_batch", "newest_file", "newest_at"]
---*/
with waiting as (
    select
        q.batch,
        q.file,
        b.finished_at,
        coalesce(q.column_name, '') as column_name,
        regexp_replace(regexp_replace(q.reason, '^.* never was in ', 'never was in '), ': .*$', '') as why
    from quarantine as q
    inner join import_batch as b on q.batch = b.batch
    where b.undone_at is null and q.resolved_by is null
)

select
    column_name,
    why as reason,
    count(*) as n,
    count(distinct file) as files,
    max(batch) as newest_batch,
    arg_max(file, batch) as newest_file,
    timezone($timezone, timezone('UTC', max(finished_at))) as newest_at
from waiting
group by column_name, why
order by n desc, column_name asc, why asc
