/*---
title = "Opportunities (the product's own CSV)"
description = "What could be better."
recognise = { name = "opportunities*", header = ["opportunity_id", "title"] }
optional = ["touchpoint_id", "who", "on_day"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }
---*/
create table opportunity as
select
    _line,
    opportunity_id,
    title,
    touchpoint_id,
    who,
    on_day as "at"
from source;
