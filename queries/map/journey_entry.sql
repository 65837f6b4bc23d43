/*---
title       = "A journey as it is edited"
description = "Everything that the map holds of one journey. One row, or none for an id that is none."
kind        = "table"
params      = { journey = "varchar" }
columns     = [
    "name", "customer_goal", "owner", "successful_outcome", "outcome_kpi", "outcome_target", "review_due", "version",
]
---*/
select
    name,
    customer_goal,
    owner,
    successful_outcome,
    outcome_kpi,
    outcome_target,
    review_due,
    version
from journey
where journey_id = $journey
