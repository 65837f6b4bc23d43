/*---
title = "KPI targets (the product's own CSV)"
description = "One record a target, of a touchpoint or of all."
recognise = { name = "kpi_targets*", header = ["kpi", "target"] }
optional = ["touchpoint_id", "valid_from", "valid_to", "author"]
---*/
create table kpi_target as
select
    _line,
    kpi,
    touchpoint_id,
    target,
    valid_from,
    valid_to,
    author
from source;
