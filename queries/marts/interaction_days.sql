/*---
title       = "Days with interactions"
description = "On which days of a stretch each channel of each source has interactions that are known. One row per day, source and channel."
kind        = "table"
params      = { as_of = "timestamp", first = "date", last = "date" }
columns     = ["source", "channel", "day"]
---*/
select distinct
    source,
    channel,
    cast(local_at as date) as day
from interaction
where
    started_at <= $as_of
    and local_at >= $first
    and local_at < $last + interval 1 day
