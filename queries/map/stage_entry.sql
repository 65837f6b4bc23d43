/*---
title       = "A stage as it is edited"
description = "Everything that the map holds of one stage. One row, or none for an id that is none."
kind        = "table"
params      = { stage = "varchar" }
columns     = ["name", "position", "customer_need", "negatives"]
---*/
select
    name,
    position,
    customer_need,
    negatives
from stage
where stage_id = $stage
