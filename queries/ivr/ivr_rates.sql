/*---
title       = "Cost rates"
description = "What a minute or a contact of a channel costs from which day on. One row per channel and day."
kind        = "table"
params      = { last = "date" }
columns     = ["channel", "per_contact", "per_minute"]
---*/
select
    channel,
    arg_max(per_contact, valid_from) as per_contact,
    arg_max(per_minute, valid_from) as per_minute
from cost_rate
where valid_from <= $last
group by channel
order by channel asc
