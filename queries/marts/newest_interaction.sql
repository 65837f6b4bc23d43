/*---
title       = "The newest interaction"
description = "The local day of the newest interaction of a stretch of days; null where there is none. One row."
kind        = "table"
params      = { first = "date", last = "date" }
columns     = ["day"]
---*/
select cast(max(local_at) as date) as day
from interaction
where
    local_at >= $first
    and local_at < $last + interval 1 day
