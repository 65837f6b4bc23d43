/*---
title       = "A touchpoint as it is edited"
description = "Everything that the map holds of one touchpoint itself. One row, or none for an id that is none."
kind        = "table"
params      = { touchpoint = "varchar" }
columns     = [
    "name", "stage_id", "position", "channel", "moment_of_truth", "adds_value", "standard_of_good", "good_kpi",
    "good_threshold", "good_author", "good_set_at",
]
---*/
select
    name,
    stage_id,
    position,
    channel,
    moment_of_truth,
    adds_value,
    standard_of_good,
    good_kpi,
    good_threshold,
    good_author,
    good_set_at
from touchpoint
where touchpoint_id = $touchpoint
