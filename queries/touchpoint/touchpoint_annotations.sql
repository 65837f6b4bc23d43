/*---
title       = "Recorded events at a touchpoint"
description = "Incidents, campaigns, prices and releases, of the whole site too, newest first. One row per event."
kind        = "table"
params      = { touchpoint = "varchar", last = "date" }
columns     = ["first_day", "last_day", "kind", "note"]
---*/
select
    first_day,
    last_day,
    kind,
    coalesce(note, '') as note
from annotation
where
    (touchpoint_id = $touchpoint or touchpoint_id is null)
    and first_day <= $last
order by first_day desc, annotation_id asc
