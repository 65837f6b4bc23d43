/*---
title = "Departments of stages (the product's own CSV)"
description = "Which department leads a stage and which support it: one record a stage and department."
recognise = { name = "stage_departments*", header = ["stage_id", "department", "role"] }
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }

[[rule]]
refuse = "lower(trim(role)) not in ('lead', 'support')"
column = "role"
because = "is neither lead nor support"

[[rule]]
refuse = "nullif(trim(department), '') is null"
column = "department"
because = "is missing"
---*/
-- A cell that a spreadsheet would run is written with a quote before it.
create macro restored(cell) as regexp_replace(cell, '^''([''=+\-@\t\r])', '\1');

create table stage_department as
select
    _line,
    restored(stage_id) as stage_id,
    restored(trim(department)) as department,
    lower(trim(role)) as role
from source;
