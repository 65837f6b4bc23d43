/*---
title       = "Departments of stages as their CSV has them"
description = "Which department leads and which support, for stage_departments.csv. One row per stage and department."
kind        = "table"
params      = {}
columns     = ["stage_id", "department", "role"]
---*/
select
    stage_id,
    department,
    role
from stage_department
order by stage_id, role, department
