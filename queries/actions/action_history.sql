/*---
title       = "History of an action"
description = """
All that ever happened to an action, in order, and whether it was taken back; what files brought has the number 0. One row per line; lines
of one change share its number."""
kind        = "table"
params      = { action = "varchar" }
columns     = ["seq", "change_number", "happened_at", "who", "event", "noun", "item", "field", "old_value", "new_value", "note", "undone"]
---*/
with undone as (
    select undoes as taken_back
    from action_event
    where action_id = $action and undoes is not null
)

select
    coalesce(seq, 0) as seq,
    coalesce(change, 0) as change_number,
    "at" as happened_at,
    coalesce(who, '') as who,
    event,
    coalesce(noun, 'action') as noun,
    coalesce(item, '') as item,
    coalesce(field, '') as field,
    coalesce(old, '') as old_value,
    coalesce(new, '') as new_value,
    coalesce(note, '') as note,
    change in (select u.taken_back from undone as u) as undone
from action_event
where action_id = $action

union all

select
    0 as seq,
    0 as change_number,
    "at" as happened_at,
    coalesce(who, '') as who,
    'file' as event,
    noun,
    '' as item,
    coalesce(field, '') as field,
    coalesce(old, '') as old_value,
    coalesce(new, '') as new_value,
    why as note,
    false as undone
from change_log
where noun = 'action' and id = $action and regexp_full_match(coalesce(why, ''), '(import|undo of) batch [0-9]+')

order by happened_at, seq
