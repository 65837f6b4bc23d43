/*---
title       = "Imports, newest first"
description = "What became of each file, with both equations; times are local. One batch, or all, or only those that were refused. One row per batch, at most so many."
kind        = "table"
params      = { timezone = "varchar", batch = "integer", refused_only = "boolean", most = "integer" }
columns     = ["batch", "file", "mapping", "status", "reason", "read", "accepted", "ignored", "quarantined", "targets", "first_day", "last_day", "finished_at", "who", "undone_at", "undone_by", "total"]
---*/
select
    batch,
    file,
    mapping,
    status,
    coalesce(reason, '') as reason,
    read,
    coalesce(accepted, 0) as accepted,
    coalesce(ignored, 0) as ignored,
    coalesce(quarantined, 0) as quarantined,
    coalesce(targets, '{}') as targets,
    first_day,
    last_day,
    timezone($timezone, timezone('UTC', finished_at)) as finished_at,
    coalesce(who, '') as who,
    timezone($timezone, timezone('UTC', undone_at)) as undone_at,
    coalesce(undone_by, '') as undone_by,
    count(*) over () as total
from import_batch
where
    (not $refused_only or status = 'refused')
    and ($batch is null or batch = $batch)
order by batch desc
limit $most
