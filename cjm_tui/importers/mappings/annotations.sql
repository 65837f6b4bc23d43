/*---
title = "Annotations (the product's own CSV)"
description = "Outages, campaigns, price changes, releases: shown on charts, left out of baselines."
recognise = { name = "annotations*", header = ["annotation_id", "first_day", "last_day", "kind", "note"] }
optional = ["touchpoint_id", "who"]
---*/
create table annotation as
select
    _line,
    annotation_id,
    touchpoint_id,
    first_day,
    last_day,
    kind,
    note,
    who
from source;
