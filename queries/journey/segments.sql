/*---
title       = "The segments of a period"
description = """
The customer segments that occur in the legs and answers of a period, and in contacts from 62 days before it. One row per segment,
and one without a name where some legs or answers have none of their own."""
kind        = "table"
params      = { from = "timestamp", to = "timestamp" }
columns     = ["segment"]
---*/
select nullif(segment, '') as segment
from interaction
where local_at >= $from and local_at < $to
union
select nullif(segment, '') as segment
from feedback
where local_at >= $from and local_at < $to
union
select segment
from contact
where local_at >= $from - interval 62 days and local_at < $to and segment <> ''
order by segment
