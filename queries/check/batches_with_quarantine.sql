/*---
title       = "Batches with rows in quarantine"
description = "Batches that were not undone, of which more than so many percent of the records wait in quarantine to be corrected. One row per batch, newest first."
kind        = "table"
params      = { check_quarantine_percent = "double" }
columns     = ["batch", "file", "mapping", "records", "waiting", "reason"]
---*/
with waiting as (
    select
        batch,
        count(*) as waiting,
        mode(regexp_replace(regexp_replace(reason, '^.* never was in ', 'never was in '), ': .*$', '')) as reason
    from quarantine
    where resolved_by is null
    group by batch
)

select
    b.batch,
    b.file,
    b.mapping,
    coalesce(b.read, 0) as records,
    w.waiting,
    w.reason
from waiting as w
inner join import_batch as b on w.batch = b.batch
where b.undone_at is null and w.waiting * 100.0 > $check_quarantine_percent * greatest(coalesce(b.read, 0), 1)
order by b.batch desc
