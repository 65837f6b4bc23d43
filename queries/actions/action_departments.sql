/*---
title       = "Departments of actions"
description = "Departments that take part in an action, or in any where none is named, and their word. One row per action and department."
kind        = "table"
params      = { action = "varchar" }
columns     = ["action_id", "department", "agreement", "agreed_by", "agreed_at", "note"]
---*/
select
    action_id,
    department,
    coalesce(lower(agreement), '') as agreement,
    coalesce(agreed_by, '') as agreed_by,
    agreed_at,
    coalesce(note, '') as note
from action_department
where $action is null or action_id = $action
order by action_id, rowid
