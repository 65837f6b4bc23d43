/*---
title       = "Since when touchpoints are known"
description = "The moment (UTC) of the change log's first entry about each touchpoint. One row per touchpoint that has one."
kind        = "table"
params      = { touchpoints = "varchar[]" }
columns     = ["touchpoint_id", "known_at"]
---*/
select
    id as touchpoint_id,
    min("at") as known_at
from change_log
where noun = 'touchpoint' and id in (select unnest($touchpoints))
group by id
