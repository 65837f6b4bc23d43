/*---
title = "Departments of actions (the product's own CSV)"
description = "What each department that takes part in an action has said, by whom and when."
recognise = { name = "action_departments*", header = ["action_id", "department"] }
optional = ["agreement", "agreed_by", "agreed_at", "note"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }

[[rule]]
refuse = "lower(trim(agreement)) not in ('', 'agreed', 'objects')"
column = "agreement"
because = "is none of agreed, objects"
---*/
create table action_department as
select
    _line,
    action_id,
    department,
    agreement,
    agreed_by,
    agreed_at,
    note
from source;
