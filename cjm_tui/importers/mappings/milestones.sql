/*---
title = "Milestones of actions (the product's own CSV)"
description = "Steps on an action's way."
recognise = { name = "milestones*", header = ["milestone_id", "action_id", "title"] }
optional = ["due", "done_at"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }
---*/
create table milestone as
select
    _line,
    milestone_id,
    action_id,
    title,
    due,
    done_at
from source;
