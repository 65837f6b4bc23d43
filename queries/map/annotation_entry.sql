/*---
title       = "A note on days as it is edited"
description = "Everything that is recorded of one annotation. One row, or none for an id that is none."
kind        = "table"
params      = { annotation = "varchar" }
columns     = ["touchpoint_id", "kind", "first_day", "last_day", "note"]
---*/
select
    touchpoint_id,
    kind,
    first_day,
    last_day,
    note
from annotation
where annotation_id = $annotation
