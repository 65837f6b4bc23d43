/*---
title       = "Holidays"
description = "Days that are left out of baselines everywhere. One row per day, in order."
kind        = "table"
params      = {}
columns     = ["day"]
---*/
select distinct day
from holiday
order by day
