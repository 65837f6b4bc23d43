/*---
title       = "Rows in quarantine"
description = "Refused rows that were not corrected since, of one batch or of all that were not undone, of one reason or of all. One row per record, newest batch first, at most so many."
kind        = "table"
params      = { batch = "integer", column_name = "varchar", reason = "varchar", most = "integer" }
columns     = ["batch", "file", "line", "column_name", "reason", "raw", "total"]
---*/
select
    q.batch,
    q.file,
    q.line,
    coalesce(q.column_name, '') as column_name,
    q.reason,
    q.raw,
    count(*) over () as total
from quarantine as q
inner join import_batch as b on q.batch = b.batch
where
    case when $batch is null then b.undone_at is null else q.batch = $batch end
    and q.resolved_by is null
    and ($column_name is null or coalesce(q.column_name, '') = $column_name)
    and (
        $reason is null
        or regexp_replace(regexp_replace(q.reason, '^.* never was in ', 'never was in '), ': .*$', '') = $reason
    )
order by q.batch desc, q.line asc
limit $most
