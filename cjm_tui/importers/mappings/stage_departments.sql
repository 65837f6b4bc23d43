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
create table stage_department as
select
    _line,
    stage_id,
    trim(department) as department,
    lower(trim(role)) as role
from source;
