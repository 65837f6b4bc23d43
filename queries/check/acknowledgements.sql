/*---
title       = "Findings that somebody has seen"
description = "What `cjm check` need not say again while it reads the same: the newest word on each finding and fingerprint; times are local. One row per finding and fingerprint."
kind        = "table"
params      = { timezone = "varchar" }
columns     = ["finding", "fingerprint", "who", "at", "why"]
---*/
select
    finding,
    fingerprint,
    coalesce(arg_max(who, "at"), '') as who,
    timezone($timezone, timezone('UTC', max("at"))) as "at",
    coalesce(arg_max(why, "at"), '') as why
from acknowledgement
group by finding, fingerprint
order by "at" desc, finding asc, fingerprint asc
