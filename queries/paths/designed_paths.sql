/*---
title       = "The designed paths"
description = "The touchpoints of each designed path by position; several at one position are alternatives. One row per touchpoint."
kind        = "table"
params      = {}
columns     = ["design", "position", "touchpoint_id"]
---*/
select
    coalesce(nullif(path_name, ''), journey_id) as design,
    position,
    touchpoint_id
from designed_path
order by design, position, touchpoint_id
