/*---
title       = "Steps without a call, in all"
description = "Steps of these local days whose leg no file has brought, and how many legs they name. One row."
kind        = "table"
params      = { from = "timestamp", to = "timestamp" }
columns     = ["steps", "legs"]
---*/
select
    coalesce(sum(steps), 0)::bigint as steps,
    coalesce(sum(legs), 0)::bigint as legs
from flow_orphan
where local_at >= $from and local_at < $to
