/*---
title = "Annotations (the product's own CSV)"
description = "Outages, campaigns, price changes, releases: shown on charts, left out of baselines."
recognise = { name = "annotations*", header = ["annotation_id", "first_day", "last_day", "kind", "note"] }
optional = ["touchpoint_id", "who"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }

[[rule]]
refuse = "try_cast(last_day as date) < try_cast(first_day as date)"
column = "last_day"
because = "lies before first_day"
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
