/*---
title       = "Communication log of an action"
description = "What was told, or is to be told, about an action, in order. One row per communication."
kind        = "table"
params      = { action = "varchar" }
columns     = ["communication_id", "on_day", "audience", "channel", "message", "who"]
---*/
select
    communication_id,
    "at" as on_day,
    coalesce(audience, '') as audience,
    coalesce(channel, '') as channel,
    coalesce(message, '') as message,
    coalesce(who, '') as who
from communication
where action_id = $action
order by "at" asc nulls last, communication_id asc
