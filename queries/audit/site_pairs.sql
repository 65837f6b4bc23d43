/*---
title       = "Pairs of output and outcome that the site added"
description = "An output and the outcome that worsens when it is gamed; without a touchpoint it is everywhere. One row per pair."
kind        = "table"
params      = {}
columns     = ["output_kpi", "outcome_kpi", "touchpoint_id"]
---*/
select
    output_kpi,
    outcome_kpi,
    touchpoint_id
from kpi_pair
order by output_kpi, outcome_kpi, touchpoint_id
