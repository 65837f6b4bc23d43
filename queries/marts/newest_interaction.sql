/*---
title       = "The newest interaction"
description = "The local day of the newest interaction that is known, of a stretch; null where there is none. One row."
kind        = "table"
params      = { as_of = "timestamp", first = "date", last = "date" }
columns     = ["day"]
---*/
select cast(max(local_at) as date) as day
from interaction
where
    started_at <= $as_of
    and local_at >= $first
    and local_at < $last + interval 1 day
