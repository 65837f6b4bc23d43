/*---
title       = "Which legs can be part of a path"
description = "The legs of each day, and those whose customer is known by themselves or by their contact. One row per day."
kind        = "table"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }
columns     = ["local_day", "legs", "known_customer"]
---*/
select
    cast(i.local_at as date) as local_day,
    count(*) as legs,
    count(coalesce(i.customer_key, c.customer_key)) as known_customer
from interaction as i
left join contact as c on i.contact_id = c.contact_id and c.started_at >= $from - interval 95 days
where i.local_at >= $from and i.local_at < $to and i.started_at <= $as_of
group by cast(i.local_at as date)
order by local_day
