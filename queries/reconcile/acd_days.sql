/*---
title       = "The ACD's own report"
description = "What the ACD reported of each day, by queue or touchpoint or for the whole site. One row per day and place."
kind        = "table"
params      = { first = "date", last = "date" }
columns     = ["day", "place_kind", "place", "offered", "answered", "abandoned", "service_level", "service_level_s", "aht_s"]
---*/
select
    day,
    place_kind,
    place,
    offered,
    answered,
    abandoned,
    service_level,
    service_level_s,
    aht_s
from acd_day
where day between $first and $last
order by day, place_kind, place
