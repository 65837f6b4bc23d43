/*---
title = "History of actions (the product's own CSV)"
description = "All that happened to actions, as another cjm wrote it; lines are only ever added."
recognise = { name = "action_events*", header = ["action_id", "seq", "at", "event"] }
optional = ["change", "undoes", "who", "noun", "item", "field", "old", "new", "note"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }
---*/
create table action_event as
select
    _line,
    action_id,
    seq,
    "at",
    event,
    change,
    undoes,
    who,
    noun,
    item,
    field,
    old,
    new,
    note
from source;
