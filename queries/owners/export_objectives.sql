/*---
title       = "Objectives as their CSV has them"
description = "What parties are targeted on, for objectives.csv. One row per party and KPI."
kind        = "table"
params      = {}
columns     = ["party_id", "kpi", "value", "target"]
---*/
select
    party_id,
    kpi,
    value,
    target
from objective
order by party_id, kpi
