/*---
title = "Holidays (the product's own CSV)"
description = "Days that are like no weekday: shown on charts, left out of baselines everywhere."
recognise = { name = "holidays*", header = ["holiday", "name"] }
---*/
create table holiday as
select
    _line,
    holiday as day,
    name
from source;
