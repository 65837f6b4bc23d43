/*---
title = "Forecasts (the product's own CSV)"
description = "Contacts expected at a touchpoint from a time on, until its next forecast or the end of the day."
recognise = { name = "forecasts*", header = ["touchpoint_id", "at", "contacts"] }
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }

[[rule]]
refuse = "try_cast(contacts as double) < 0"
column = "contacts"
because = "is negative"
---*/
create table forecast as
select
    _line,
    touchpoint_id,
    "at",
    contacts
from source;
