/*---
title = "Communication about actions (the product's own CSV)"
description = "What was told, or is to be told, about an action."
recognise = { name = "communications*", header = ["communication_id", "action_id", "message"] }
optional = ["on_day", "audience", "channel", "who"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }
---*/
create table communication as
select
    _line,
    communication_id,
    action_id,
    message,
    on_day as "at",
    audience,
    channel,
    who
from source;
